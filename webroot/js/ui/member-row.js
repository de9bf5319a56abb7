import { useRef, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { MemberMenu } from "./member-menu.js"

const STATES = {
  online: "people.state_online",
  away: "people.state_away",
  reconnecting: "people.state_reconnecting",
  gone: "people.state_gone",
}

export function MemberRow({ room, member }) {
  const [open, setOpen] = useState(false)
  const button = useRef(null)
  const you = member.seat === room.you.value?.seat
  const ignored = room.ignored.value.has(member.seat)
  const state = STATES[member.state] ? member.state : "online"
  const marks = [
    you && t("people.you"),
    member.admin && t("people.admin"),
    state !== "online" && t(STATES[state]),
    ignored && t("people.ignored"),
  ].filter(Boolean)
  const content = html`<${Presence} state=${state} />
    <span class="person-name" dir="auto">${member.name}</span>
    ${state === "online" && html`<span class="visually-hidden">${t(STATES.online)}</span>`}
    ${marks.map(mark => html` <span class="person-mark">${mark}</span>`)}`
  if (you || state === "gone") {
    return html`<li class="person" data-testid="member" data-state=${state}>
      <div class="person-row">${content}</div>
    </li>`
  }
  return html`<li class="person" data-testid="member" data-state=${state}>
    <button
      type="button"
      class="person-row"
      ref=${button}
      data-roving
      aria-haspopup="menu"
      aria-expanded=${open ? "true" : "false"}
      onClick=${() => setOpen(!open)}
    >
      ${content}<span class="person-more"><${Icon} name="more" /></span>
    </button>
    ${
      open &&
      html`<${MemberMenu}
        room=${room}
        member=${member}
        anchor=${button}
        onClose=${() => setOpen(false)}
      />`
    }
  </li>`
}

/** A shape for each state, so that none is told by colour alone. */
function Presence({ state }) {
  return html`<svg class=${`presence presence-${state}`} viewBox="0 0 12 12" aria-hidden="true">
    <circle cx="6" cy="6" r="4.5" />
    ${state === "away" && html`<path d="M6 1.5a4.5 4.5 0 0 1 0 9z" />`}
  </svg>`
}
