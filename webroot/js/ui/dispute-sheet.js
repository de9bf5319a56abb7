import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { failureText } from "./failure-words.js"
import { documentName } from "./file-name.js"
import { html } from "./html.js"

const MOST = 200
const REASONS = ["dispute.does_not_open", "dispute.wrong_one", "dispute.pages_missing"]

/** Tells the sender what is wrong with a document. */
export function DisputeSheet({ room, file }) {
  const [reason, setReason] = useState("")
  const [wrong, setWrong] = useState(null)
  const name = documentName(room.documents.files.value.get(file))
  const tell = async event => {
    event.preventDefault()
    const words = [...reason.trim()].slice(0, MOST).join("")
    if (words === "") return setWrong(t("dispute.say_why"))
    try {
      await room.documents.dispute(file, words)
      closeSheet()
    } catch (refusal) {
      setWrong(failureText(refusal))
    }
    return undefined
  }
  return html`<${Dialog} title=${t("dispute.title")} onClose=${closeSheet} testid="dispute-sheet">
    <p>${t("dispute.lead", { name })}</p>
    <form class="dispute" onSubmit=${tell} novalidate>
      <div class="actions">
        ${REASONS.map(
          key => html`<button
            type="button"
            class="button"
            onClick=${() => setReason(t(key))}
          >${t(key)}</button>`,
        )}
      </div>
      <div class="field">
        <label for="dispute-reason">${t("dispute.reason")}</label>
        <input
          id="dispute-reason"
          maxlength=${MOST}
          value=${reason}
          autocomplete="off"
          onInput=${event => setReason(event.target.value)}
          data-testid="dispute-reason"
        />
      </div>
      <p class="form-error" role="alert">${wrong}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick=${closeSheet}>${t("cancel")}</button>
        <button type="submit" class="button button-primary" data-testid="dispute-send">
          ${t("dispute.do")}
        </button>
      </div>
    </form>
  <//>`
}
