import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { ConfirmDialog } from "./confirm-dialog.js"
import { DeleteGuard, NudgeAll } from "./delete-guard.js"
import { html } from "./html.js"

/** Deleting the room asks twice; each step starts on the answer that changes nothing. */
export function DeleteSheet({ room }) {
  const [sure, setSure] = useState(false)
  const present = [...room.members.value.values()].filter(m => m.state !== "gone").length
  const title = t("delete.title", { room: room.name })
  if (!sure) {
    return html`<${ConfirmDialog}
      key="first"
      title=${title}
      lines=${[t("delete.people", { count: present }), t("delete.why")]}
      stay=${t("delete.wait")}
      extra=${html`<${NudgeAll} room=${room} />`}
      action=${t("delete.confirm")}
      onConfirm=${async () => setSure(true)}
      testid="delete-dialog"
    >
      <${DeleteGuard} room=${room} />
    <//>`
  }
  return html`<${ConfirmDialog}
    key="second"
    title=${title}
    lines=${[t("delete.last_word")]}
    stay=${t("delete.wait")}
    action=${t("delete.now")}
    danger=${true}
    onConfirm=${() => room.delete().then(closeSheet)}
    testid="delete-dialog-final"
  >
    <${DeleteGuard} room=${room} />
  <//>`
}
