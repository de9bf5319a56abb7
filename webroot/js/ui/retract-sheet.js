import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { ConfirmDialog } from "./confirm-dialog.js"
import { html } from "./html.js"
import { oneLine } from "./quote.js"

/** Asks before a message is taken back for everybody. */
export function RetractSheet({ room, item }) {
  const name = item.name || t("people.someone")
  return html`<${ConfirmDialog}
    title=${item.mine ? t("retract.title_own") : t("retract.title", { name })}
    lines=${[t("retract.why")]}
    action=${t("retract.do")}
    onConfirm=${() => room.retract(item).then(closeSheet)}
    testid="retract-dialog"
  >
    <blockquote class="later-text" dir="auto">${oneLine(item)}</blockquote>
  <//>`
}
