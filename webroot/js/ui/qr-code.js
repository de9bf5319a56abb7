import { useEffect, useState } from "preact/hooks"
import { qrPath } from "../lib/qr-path.js"
import { html } from "./html.js"

/** Keeps its place while the code that draws it comes, which a first visit does without. */
export function QrCode({ text, label }) {
  const [encode, setEncode] = useState(null)
  useEffect(() => {
    import("uqr").then(library => setEncode(() => library.encode)).catch(() => {})
  }, [])
  const { data, size } = encode ? encode(text, { ecc: "M", border: 3 }) : { data: [], size: 1 }
  return html`<svg
    class="qr"
    viewBox=${`0 0 ${size} ${size}`}
    role="img"
    aria-label=${label}
    aria-busy=${encode ? undefined : "true"}
    shape-rendering="crispEdges"
  >
    <path class="qr-paper" d=${`M0 0h${size}v${size}H0z`} />
    <path class="qr-ink" d=${qrPath(data)} />
  </svg>`
}
