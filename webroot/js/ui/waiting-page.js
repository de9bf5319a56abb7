import { t } from "../i18n.js"
import { session } from "../session.js"
import { ConnectionBanner } from "./connection-banner.js"
import { html } from "./html.js"
import { PlainPage } from "./plain-pages.js"

/** In front of a room with a lobby, until its admin has decided. */
export function WaitingPage({ room }) {
  const withdraw = async () => {
    await room.leave()
    session.closeRoom()
  }
  const name = room.waitedFor.value
  const title = name === "" ? t("waiting.title", { room: room.name }) : t("waiting.for", { name })
  const lines = name === "" ? [t("waiting.why")] : [t("waiting.where", { room: room.name }), t("waiting.why_for", { name })]
  return html`<${ConnectionBanner} room=${room} />
    <${PlainPage} title=${title} lines=${lines} testid="waiting">
      <div class="knocking" aria-hidden="true"><span></span><span></span><span></span></div>
      <div class="actions">
        <button type="button" class="button" onClick=${withdraw} data-testid="withdraw">
          ${t("waiting.withdraw")}
        </button>
      </div>
    <//>`
}
