import { language, t } from "../i18n.js"
import { mayGo } from "../lib/hand-off.js"
import { listNames } from "../lib/people.js"
import { formatSize } from "../lib/size.js"
import { CardPlace } from "./document-card.js"
import { FileName } from "./file-name.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { Act, Upload } from "./own-actions.js"
import { Until } from "./until.js"

/** An own document that the room does not know yet. */
export function SendingItem({ room, item }) {
  const { sending } = item
  const held = sending.state.value.phase === "held"
  return html`<${CardPlace} item=${item} testid="sending">
    <article class="document" aria-label=${t("doc.card", { name: sending.name })}>
      <div class="document-head">
        <${Icon} name="document" />
        <div>
          <p class="document-name"><${FileName} name=${sending.name} /></p>
          <p class="document-quiet">
            ${formatSize(sending.size, language.value)}
            ${sending.to.length > 0 && html` · ${forWhom(room, sending.to)}`}
          </p>
        </div>
      </div>
      ${
        held
          ? html`<${Held} room=${room} sending=${sending} />`
          : html`<${Upload} room=${room} sending=${sending} />`
      }
    </article>
  <//>`
}

function Held({ room, sending }) {
  const { documents } = room
  const state = mayGo(sending.until, documents.files.value, room.members.value)
  return html`<${Until} room=${room} until=${sending.until} state=${state} />
    <div class="document-actions">
      <${Act} words=${t("doc.send_now")} run=${() => documents.start(sending)} testid="send-now" />
      <${Act} words=${t("cancel")} run=${() => documents.discard(sending)} testid="cancel-held" />
    </div>`
}

function forWhom(room, to) {
  const names = to.map(seat => room.members.value.get(seat)?.name || t("people.someone"))
  return t("doc.only_for", { names: listNames(names, language.value) })
}
