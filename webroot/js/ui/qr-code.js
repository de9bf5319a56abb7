import { encode } from "uqr"
import { t } from "../i18n.js"
import { qrPath } from "../lib/qr-path.js"
import { html } from "./html.js"

export function QrCode({ text }) {
  const { data, size } = encode(text, { ecc: "M", border: 3 })
  return html`<svg
    class="qr"
    viewBox=${`0 0 ${size} ${size}`}
    role="img"
    aria-label=${t("invite.qr")}
    shape-rendering="crispEdges"
  >
    <path class="qr-paper" d=${`M0 0h${size}v${size}H0z`} />
    <path class="qr-ink" d=${qrPath(data)} />
  </svg>`
}
