import { language, t } from "../i18n.js"
import { formatShare, formatSize } from "../lib/size.js"
import { timeLeft } from "../lib/time.js"
import { html } from "./html.js"

const LEFT = {
  second: "doc.left_seconds",
  minute: "doc.left_minutes",
  hour: "doc.left_hours",
}

/** How far a transfer is: a bar, and in words its size, rate and the time left. */
export function Transfer({ label, state, size, words }) {
  const { done, phase } = state
  return html`<div class=${`transfer transfer-${phase}`} data-testid="transfer" data-phase=${phase}>
    <progress max=${size || 1} value=${size ? done : 1} aria-label=${label}></progress>
    <p class="transfer-words" aria-live="off">
      <span class="transfer-phase">${words}</span>
      ${phase !== "waiting" && html` <span>${pace(state, size)}</span>`}
    </p>
  </div>`
}

function pace({ done, rate, leftMs, phase }, size) {
  const reader = language.value
  const parts = [
    formatShare(done, size, reader),
    t("doc.done_of", { done: formatSize(done, reader), size: formatSize(size, reader) }),
  ]
  if (rate > 0 && phase !== "checking") {
    parts.push(t("doc.rate", { size: formatSize(rate, reader) }))
  }
  if (leftMs !== null && phase !== "checking") {
    const { count, unit } = timeLeft(leftMs)
    parts.push(t(LEFT[unit], { count }))
  }
  return parts.join(" · ")
}
