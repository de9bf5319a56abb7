import { t } from "../i18n.js"
import { session } from "../session.js"
import { openSheet, say } from "../view.js"
import { leaveLines } from "./leave-lines.js"

/** Leaves at once, or asks first when the room would end with it or something would be lost. */
export function leaveRoom(room) {
  if (leaveLines(room).length > 0) openSheet("leave")
  else leaveNow(room)
}

export async function leaveNow(room) {
  await room.leave()
  if (room.ended.peek()) return
  session.closeRoom()
  say(t("leave_done", { room: room.name }))
}
