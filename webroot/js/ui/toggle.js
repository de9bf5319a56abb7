import { html } from "./html.js"

/** A switch with its words and, under them, what it means. */
export function Toggle({ id, label, hint, on, onChange, disabled }) {
  return html`<div class="toggle">
    <input
      type="checkbox"
      role="switch"
      id=${id}
      checked=${on}
      disabled=${disabled}
      aria-describedby=${hint ? `${id}-hint` : undefined}
      onChange=${event => onChange(event.target.checked)}
      data-testid=${id}
    />
    <label for=${id}>${label}</label>
    ${hint && html`<p class="field-hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`
}
