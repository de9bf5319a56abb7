import { t } from "../i18n.js"
import { session } from "../session.js"
import { openSheet, say } from "../view.js"

/** Leaves at once, or asks first when the room would end with it or something would be lost. */
export function leaveRoom(room) {
  const asks = room.lastOne.value || room.documents.busy.value || room.holding.value
  if (asks) openSheet("leave")
  else leaveNow(room)
}

export async function leaveNow(room) {
  await room.leave()
  if (room.ended.peek()) return
  session.closeRoom()
  say(t("leave_done", { room: room.name }))
}
