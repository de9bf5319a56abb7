import { language, t } from "../i18n.js"
import { listNames } from "../lib/people.js"
import { gathered } from "../marks.js"
import { react, standing } from "./about-message.js"
import { html } from "./html.js"

/** Below a message: how people reacted, and what was done to it. */
export function MessageFoot({ room, item }) {
  const groups = gathered(item, room.ignored.value)
  const note = item.editTrouble ? t(TROUBLE[item.editTrouble] ?? "message.edit_refused") : ""
  const edited = item.edited > 0 && !item.blank && !item.editTrouble
  if (groups.length === 0 && !note && !edited) return null
  return html`<div class="message-foot">
    ${groups.length > 0 && html`<${Reactions} room=${room} item=${item} groups=${groups} />`}
    ${edited && html`<span class="edited" data-testid="edited">${t("message.edited")}</span>`}
    ${note && html`<span class="edited" data-testid="edit-trouble">${note}</span>`}
  </div>`
}

const TROUBLE = { no_key: "message.edit_no_key" }

function Reactions({ room, item, groups }) {
  return html`<ul class="reactions" aria-label=${t("message.reactions")}>
    ${groups.map(group => html`<li key=${group.text}>
      <${Reaction} room=${room} item=${item} group=${group} />
    </li>`)}
  </ul>`
}

function Reaction({ room, item, group: { text, seats, open } }) {
  const own = seats.includes(room.you.value?.seat)
  const names = seats.map(seat => nameOf(room, seat, open.includes(seat)))
  const who = t("message.reacted", { names: listNames(names, language.value), emoji: text })
  return html`<button
    type="button"
    class="reaction"
    aria-pressed=${own ? "true" : "false"}
    aria-label=${who}
    onClick=${() => standing(item) && react(room, item, own ? "" : text)}
    data-testid="reaction"
  >
    <span class="reaction-text">${text}</span>
    <span class="reaction-count">${seats.length}</span>
    <span class="reaction-names" aria-hidden="true">${who}</span>
  </button>`
}

function nameOf(room, seat, open) {
  const name = seat === room.you.value?.seat
    ? t("people.you")
    : room.members.value.get(seat)?.name || t("people.someone")
  return open ? t("message.reacted_open", { name }) : name
}
