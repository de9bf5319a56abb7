import { openSheet, dismiss, say } from "../view.js"
import { t } from "../i18n.js"
import { failureText } from "./failure-words.js"

/** Leaves at once, or asks first when the room would end with it. */
export function leaveRoom(room) {
  if (room.lastOne.value) {
    openSheet("leave")
    return
  }
  leaveNow(room).catch(refusal => say(failureText(refusal)))
}

export async function leaveNow(room) {
  await room.leave()
  if (room.ended.peek()) return
  dismiss(room)
  say(t("leave_done", { room: room.name }))
}
