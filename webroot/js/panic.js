import { Thrice } from "./lib/thrice.js"
import { prefs } from "./prefs.js"
import { session } from "./session.js"
import { dropShared } from "./shared.js"
import { closeSheet, invitation, note } from "./view.js"

/** Escape, three times in a row: everything goes from the screen and from this tab at once. */
export function watchPanic() {
  const presses = new Thrice()
  const press = event => {
    if (event.key !== "Escape") {
      presses.forget()
      return
    }
    if (event.repeat || event.isComposing || prefs.panic.peek() === "off") return
    if (presses.happened(event.timeStamp) && session.room.peek()) leaveNothing()
  }
  window.addEventListener("keydown", press, { capture: true })
  window.addEventListener("pointerdown", () => presses.forget(), { capture: true })
}

/** The page is loaded anew at the end, so that the browser lets go of its memory as well. */
async function leaveNothing() {
  document.documentElement.hidden = true
  closeSheet()
  note.value = null
  invitation.value = null
  dropShared()
  await session.panic()
  location.replace(location.pathname)
}
