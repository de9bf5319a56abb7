import { cryptoAvailable } from "../crypto.js"
import { session } from "../session.js"
import { booted, note } from "../view.js"
import { EndedPage } from "./ended-page.js"
import { FrontPage } from "./front-page.js"
import { html } from "./html.js"
import { DeniedPage, InsecurePage, LostPage, MovedPage, RemovedPage } from "./plain-pages.js"
import { RoomPage } from "./room-page.js"
import { WaitingPage } from "./waiting-page.js"

export function App() {
  return html`<${Screen} /><${Note} />`
}

const ROOM_SCREENS = {
  waiting: WaitingPage,
  denied: DeniedPage,
  in: RoomPage,
  removed: RemovedPage,
  ended: EndedPage,
  lost: LostPage,
}

function Screen() {
  if (!cryptoAvailable()) return html`<${InsecurePage} />`
  const room = session.room.value
  if (session.status.value === "moved") return html`<${MovedPage} />`
  if (!room) return booted.value ? html`<${FrontPage} />` : null
  if (room.ended.value) return html`<${EndedPage} key=${room.id} room=${room} />`
  const Page = ROOM_SCREENS[room.status.value] ?? FrontPage
  return html`<${Page} key=${room.id} room=${room} />`
}

function Note() {
  return html`<div class="note-place" role="status">
    ${note.value && html`<p class="note" key=${note.value}>${note.value.text}</p>`}
  </div>`
}
