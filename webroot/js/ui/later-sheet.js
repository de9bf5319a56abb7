import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"
import { UntilPicker } from "./until-picker.js"

/** A message that goes out by itself when somebody has confirmed a document. */
export function LaterSheet({ room, text, seat, answers, onHeld }) {
  const [until, setUntil] = useState(null)
  const [wrong, setWrong] = useState(null)
  const hold = () => {
    if (!until) return setWrong(t("send.until_choose"))
    if (seat) room.whisper(seat, text, until)
    else room.say(text, until, answers)
    onHeld()
    closeSheet()
    return undefined
  }
  return html`<${Dialog} title=${t("later.title")} onClose=${closeSheet} testid="later-sheet">
    <blockquote class="later-text">${text}</blockquote>
    <${UntilPicker} room=${room} until=${until} onUntil=${setUntil} must=${true} />
    <p class="field-hint">${t("later.hint")}</p>
    <p class="form-error" role="alert">${wrong}</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick=${closeSheet}>${t("cancel")}</button>
      <button type="button" class="button button-primary" onClick=${hold} data-testid="hold">
        ${t("later.do")}
      </button>
    </div>
  <//>`
}
