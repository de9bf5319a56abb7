import { encode } from "uqr"
import { qrPath } from "../lib/qr-path.js"
import { html } from "./html.js"

export function QrCode({ text, label }) {
  const { data, size } = encode(text, { ecc: "M", border: 3 })
  return html`<svg
    class="qr"
    viewBox=${`0 0 ${size} ${size}`}
    role="img"
    aria-label=${label}
    shape-rendering="crispEdges"
  >
    <path class="qr-paper" d=${`M0 0h${size}v${size}H0z`} />
    <path class="qr-ink" d=${qrPath(data)} />
  </svg>`
}
