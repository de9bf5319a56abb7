import { t } from "../i18n.js"
import { session } from "../session.js"
import { ConfirmDialog } from "./confirm-dialog.js"
import { html } from "./html.js"
import { leaveLines, leaveTitle } from "./leave-lines.js"
import { leaveNow } from "./leave-room.js"

/** Before leaving as the last one, or while something is still on its way. */
export function LeaveSheet({ room }) {
  return html`<${ConfirmDialog}
    title=${leaveTitle(room)}
    lines=${leaveLines(room)}
    stay=${t("leave_last.stay")}
    action=${t("leave")}
    danger=${true}
    onConfirm=${() => leaveNow(room)}
    testid="leave-dialog"
  />`
}

/** The same before leaving for the room that a whisper invites to. */
export function FollowSheet({ room, invited }) {
  return html`<${ConfirmDialog}
    title=${leaveTitle(room)}
    lines=${leaveLines(room)}
    stay=${t("leave_last.stay")}
    action=${t("move.follow", { room: invited.name })}
    danger=${true}
    onConfirm=${() => session.follow(invited)}
    testid="follow-dialog"
  />`
}
