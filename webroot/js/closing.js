import { session } from "./session.js"

/** The browser asks before a page is closed that still has documents or messages to send. */
export function watchClosing() {
  window.addEventListener("beforeunload", event => {
    const room = session.room.peek()
    if (!room?.documents.busy.peek() && !(room?.unsent.peek().length > 0)) return
    event.preventDefault()
    event.returnValue = true
  })
}
