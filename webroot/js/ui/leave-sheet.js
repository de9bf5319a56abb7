import { t } from "../i18n.js"
import { ConfirmDialog } from "./confirm-dialog.js"
import { html } from "./html.js"
import { leaveNow } from "./leave-room.js"

/** Before leaving as the last one, or while something is still on its way. */
export function LeaveSheet({ room }) {
  const last = room.lastOne.value
  const documents = [...room.documents.files.value.values()]
  const count = documents.filter(({ withdrawn }) => !withdrawn).length
  const lines = [
    room.documents.busy.value && t("leave_busy.why"),
    room.holding.value && t("leave_busy.held"),
    last && count > 0 && t("leave_last.documents", { room: room.name, count }),
    last && count === 0 && t("leave_last.why", { room: room.name }),
  ]
  return html`<${ConfirmDialog}
    title=${t(last ? "leave_last.title" : "leave_busy.title")}
    lines=${lines.filter(Boolean)}
    stay=${t("leave_last.stay")}
    action=${t("leave")}
    danger=${true}
    onConfirm=${() => leaveNow(room)}
    testid="leave-dialog"
  />`
}
