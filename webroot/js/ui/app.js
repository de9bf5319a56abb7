import { useEffect, useState } from "preact/hooks"
import { cryptoAvailable } from "../crypto.js"
import { t } from "../i18n.js"
import { session } from "../session.js"
import { booted, note, sealable } from "../view.js"
import { EndedPage } from "./ended-page.js"
import { FrontPage } from "./front-page.js"
import { html } from "./html.js"
import {
  DeniedPage,
  InsecurePage,
  LostPage,
  MovedPage,
  OutdatedPage,
  PlainPage,
  RemovedPage,
} from "./plain-pages.js"
import { RoomPage } from "./room-page.js"
import { WaitingPage } from "./waiting-page.js"

const SLOW_MS = 1_500

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
  if (!sealable.value) return html`<${OutdatedPage} />`
  const room = session.room.value
  if (session.status.value === "moved") return html`<${MovedPage} />`
  if (!room) return booted.value ? html`<${FrontPage} />` : html`<${ComingBack} />`
  if (room.ended.value) return html`<${EndedPage} key=${room.id} room=${room} />`
  const Page = ROOM_SCREENS[room.status.value] ?? FrontPage
  return html`<${Page} key=${room.id} room=${room} />`
}

/** While a kept session is asked for; silent at first, as that is mostly a matter of a moment. */
function ComingBack() {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!slow) return html`<main></main>`
  const lines = [t("connection.check")]
  return html`<${PlainPage}
    title=${t("connection.reconnecting")}
    lines=${lines}
    testid="coming-back"
  />`
}

function Note() {
  return html`<div class="note-place" role="status">
    ${note.value && html`<p class="note" key=${note.value}>${note.value.text}</p>`}
  </div>`
}
