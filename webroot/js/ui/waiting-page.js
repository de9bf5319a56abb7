import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { dismiss } from "../view.js"
import { ConnectionBanner } from "./connection-banner.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"
import { PlainPage } from "./plain-pages.js"

/** In front of a room with a lobby, until its admin has decided. */
export function WaitingPage({ room }) {
  const [failure, setFailure] = useState(null)
  const withdraw = async () => {
    try {
      await room.leave()
      dismiss(room)
    } catch (refusal) {
      setFailure(failureText(refusal))
    }
  }
  const title = t("waiting.title", { room: room.name })
  return html`<${ConnectionBanner} room=${room} />
    <${PlainPage} title=${title} lines=${[t("waiting.why")]} testid="waiting">
      <div class="knocking" aria-hidden="true"><span></span><span></span><span></span></div>
      <p class="form-error" role="alert">${failure}</p>
      <div class="actions">
        <button type="button" class="button" onClick=${withdraw} data-testid="withdraw">
          ${t("waiting.withdraw")}
        </button>
      </div>
    <//>`
}
