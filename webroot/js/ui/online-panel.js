import { useMemo, useRef } from "preact/hooks"
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
  const members = room.members.value
  const reader = language.value
  const { here, gone } = useMemo(() => sortPeople(members, seat, reader), [members, seat, reader])
  const row = member => html`<${Row} key=${member.seat} room=${room} member=${member} />`
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

/** Drawn anew only when something in it changed: a room can have a thousand members. */
function Row({ room, member }) {
  return useMemo(() => html`<${MemberRow} room=${room} member=${member} />`, [room, member])
}
