import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"

const RIPE_MS = 600

/**
 * Asks before something that cannot be taken back; the safe answer has the focus. A dangerous
 * action can be chosen a moment after it has come up only: the second tap of a double tap on what
 * stood in its place before must not choose it.
 */
export function ConfirmDialog(what) {
  const { title, lines, action, danger, stay, onConfirm, testid, children, extra } = what
  const [failure, setFailure] = useState(null)
  const [busy, setBusy] = useState(false)
  const [ripe, setRipe] = useState(!danger)
  useEffect(() => {
    const timer = setTimeout(() => setRipe(true), RIPE_MS)
    return () => clearTimeout(timer)
  }, [])
  const confirm = async () => {
    if (busy || !ripe) return
    setBusy(true)
    try {
      await onConfirm()
    } catch (refusal) {
      setFailure(failureText(refusal))
    }
    setBusy(false)
  }
  return html`<${Dialog} title=${title} onClose=${closeSheet} kind="confirm" testid=${testid}>
    ${children} ${lines.map(line => html`<p>${line}</p>`)}
    <p class="form-error" role="alert">${failure}</p>
    <div class="dialog-actions">
      <button type="button" class="button" autofocus onClick=${closeSheet} data-testid="stay">
        ${stay ?? t("cancel")}
      </button>
      ${extra}
      <button
        type="button"
        class=${danger ? "button button-danger" : "button button-primary"}
        aria-disabled=${busy || !ripe ? "true" : undefined}
        onClick=${confirm}
        data-testid="confirm"
      >
        ${action}
      </button>
    </div>
  <//>`
}
