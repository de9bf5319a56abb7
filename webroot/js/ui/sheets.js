import { t } from "../i18n.js"
import { closeSheet, sheet } from "../view.js"
import { CompareSheet } from "./compare-sheet.js"
import { ConfirmDialog } from "./confirm-dialog.js"
import { DeleteSheet } from "./delete-sheet.js"
import { DisputeSheet } from "./dispute-sheet.js"
import { DocumentsSheet } from "./documents-sheet.js"
import { Dialog } from "./dialog.js"
import { EmojiSheet } from "./emoji-sheet.js"
import { html } from "./html.js"
import { InviteSheet } from "./invite-sheet.js"
import { LaterSheet } from "./later-sheet.js"
import { FollowSheet, LeaveSheet } from "./leave-sheet.js"
import { MoveSheet } from "./move-sheet.js"
import { OnlinePanel } from "./online-panel.js"
import { PreviewSheet } from "./preview-sheet.js"
import { RetractSheet } from "./retract-sheet.js"
import { SeenDialog } from "./seen-dialog.js"
import { SendSheet } from "./send-sheet.js"
import { SettingsSheet } from "./settings-sheet.js"
import { ShortcutsSheet } from "./shortcuts-sheet.js"

const SHEETS = {
  invite: InviteSheet,
  settings: SettingsSheet,
  shortcuts: ShortcutsSheet,
  people: PeopleDrawer,
  leave: LeaveSheet,
  follow: FollowSheet,
  delete: DeleteSheet,
  compare: CompareSheet,
  seen: SeenSheet,
  move: MoveSheet,
  retract: RetractSheet,
  emoji: EmojiSheet,
  "hand-over": HandOverSheet,
  remove: RemoveSheet,
  send: SendSheet,
  later: LaterSheet,
  documents: DocumentsSheet,
  dispute: DisputeSheet,
  preview: PreviewSheet,
}

/** The one sheet that is open over the room, if any. */
export function Sheets({ room }) {
  const open = sheet.value
  if (!open) return null
  const { name, ...details } = open
  const Sheet = SHEETS[name]
  return html`<${Sheet} key=${name} room=${room} ...${details} />`
}

function PeopleDrawer({ room }) {
  return html`<${Dialog}
    title=${t("people.online")}
    kind="drawer"
    onClose=${closeSheet}
    testid="people-drawer"
  >
    <${OnlinePanel} room=${room} titled=${false} />
  <//>`
}

function SeenSheet() {
  return html`<${SeenDialog} onClose=${closeSheet} />`
}

function HandOverSheet({ room, member }) {
  const { name, seat } = member
  return html`<${ConfirmDialog}
    title=${t("hand_over.title", { name })}
    lines=${[t("hand_over.why", { name })]}
    action=${t("hand_over.do")}
    onConfirm=${() => room.handOver(seat).then(closeSheet)}
    testid="hand-over-dialog"
  />`
}

function RemoveSheet({ room, member }) {
  const { name, seat } = member
  return html`<${ConfirmDialog}
    title=${t("remove.title", { name })}
    lines=${[t("remove.why", { name }), t("remove.lobby")]}
    action=${t("remove.do")}
    onConfirm=${() => room.kick(seat).then(closeSheet)}
    testid="remove-dialog"
  />`
}
