import { useRef } from "preact/hooks"
import { language, t } from "../i18n.js"
import { sortPeople } from "../lib/people.js"
import { html } from "./html.js"
import { MemberRow } from "./member-row.js"
import { useRovingFocus } from "./roving-focus.js"

/** Who is here. `titled` is false in the drawer, which has the title already. */
export function OnlinePanel({ room, titled = true }) {
  const list = useRef(null)
  const roving = useRovingFocus(list, "[data-roving]")
  const { seat } = room.you.value ?? {}
  const { here, gone } = sortPeople(room.members.value, seat, language.value)
  const row = member => html`<${MemberRow} key=${member.seat} room=${room} member=${member} />`
  return html`<div class="people" ref=${list} ...${roving}>
    ${
      titled &&
      html`<h2 id="online-title" class="people-title">
      ${t("people.online")} <span class="people-count">${here.length}</span>
    </h2>`
    }
    <ul class="people-list" data-testid="people-list">${here.map(row)}</ul>
    ${
      gone.length > 0 &&
      html`<details class="people-gone">
      <summary>${t("people.gone", { count: gone.length })}</summary>
      <ul class="people-list">${gone.map(row)}</ul>
    </details>`
    }
  </div>`
}
