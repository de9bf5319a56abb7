import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { html } from "./html.js"
import { QrCode } from "./qr-code.js"

/** Four words that are equal for all who have the room's key, for reading aloud or scanning. */
export function SafetyWords({ room }) {
  const [safety, setSafety] = useState(null)
  const [asCode, setAsCode] = useState(false)
  useEffect(() => {
    room.safety().then(setSafety)
  }, [room])
  if (safety === null) return null
  return html`<section class="safety" aria-labelledby="safety-words">
    <p class="fact-label" id="safety-words">${t("safety.words")}</p>
    <p class="fact-text" translate="no" data-testid="safety-words">${safety.words}</p>
    <p class="safety-why">${t("safety.words_why")}</p>
    <button
      type="button"
      class="link-button"
      aria-expanded=${asCode ? "true" : "false"}
      onClick=${() => setAsCode(!asCode)}
      data-testid="safety-qr"
    >
      ${t("safety.show_qr")}
    </button>
    ${asCode && html`<${QrCode} text=${safety.code} label=${t("safety.qr")} />`}
  </section>`
}
