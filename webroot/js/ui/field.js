import { html } from "./html.js"

/** A labelled input with an optional hint and the words of what is to be mended. */
export function Field({ id, label, hint, error, value, onValue, ...input }) {
  const notes = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ")
  return html`<div class=${error ? "field field-wrong" : "field"}>
    <label for=${id}>${label}</label>
    <input
      id=${id}
      name=${id}
      value=${value}
      onInput=${event => onValue(event.target.value)}
      aria-invalid=${error ? "true" : undefined}
      aria-describedby=${notes || undefined}
      autocomplete="off"
      spellcheck=${false}
      ...${input}
    />
    ${error && html`<p class="field-error" id=${`${id}-error`}>${error}</p>`}
    ${hint && html`<p class="field-hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`
}
