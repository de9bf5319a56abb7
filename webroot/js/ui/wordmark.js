import { html } from "./html.js"

export function Wordmark() {
  return html`<span class="wordmark">
    <svg viewBox="5 1 24 30" aria-hidden="true" focusable="false">
      <path d="M7 3h13l5 5v21H7z" />
      <path d="M20 3v5h5" />
    </svg>
    NoBooks
  </span>`
}
