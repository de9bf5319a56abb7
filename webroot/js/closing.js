import { session } from "./session.js"

/** The browser asks before a page is closed that still has documents or held messages to send. */
export function watchClosing() {
  window.addEventListener("beforeunload", event => {
    const room = session.room.peek()
    if (!room?.documents.busy.peek() && !room?.holding.peek()) return
    event.preventDefault()
    event.returnValue = true
  })
}
