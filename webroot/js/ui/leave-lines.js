import { t } from "../i18n.js"

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

const hasUnsent = ({ draft, unsent }) =>
  draft.value.trim() !== "" || unsent.value.some(({ delivery }) => delivery !== "held")
