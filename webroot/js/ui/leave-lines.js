import { t } from "../i18n.js"
import { session } from "../session.js"

/** What is lost when the room is left now, a sentence for each; none when nothing is. */
export function leaveLines(room) {
  const documents = [...room.documents.files.value.values()]
  const count = documents.filter(({ withdrawn }) => !withdrawn).length
  const last = room.lastOne.value
  return [
    room.documents.busy.value && t("leave_busy.why"),
    room.holding.value && t("leave_busy.held"),
    hasUnsent(room) && t("leave_busy.unsent"),
    last && count > 0 && t("leave_last.documents", { room: room.name, count }),
    last && count === 0 && t("leave_last.why", { room: room.name }),
  ].filter(Boolean)
}

export const leaveTitle = room => t(room.lastOne.value ? "leave_last.title" : "leave_busy.title")

/** One message that is on its way goes out before the word that one leaves. */
function hasUnsent({ draft, unsent, queued }) {
  const out = session.status.value === "live" ? 1 : 0
  const failed = unsent.value.some(({ delivery }) => delivery === "failed")
  return draft.value.trim() !== "" || failed || queued.value > out
}
