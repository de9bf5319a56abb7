import { language, t } from "../i18n.js"
import { formatShare } from "../lib/size.js"
import { html } from "./html.js"

const WORDS = {
  offered: "doc.state_offered",
  received: "doc.state_received",
  confirmed: "doc.state_confirmed",
  declined: "doc.state_declined",
  disputed: "doc.state_disputed",
  withdrawn: "doc.state_withdrawn",
}

const SHAPES = {
  offered: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11",
  fetching: "M8 2.5v8M4.5 7l3.5 3.5L11.5 7M3 13.5h10",
  received: "M3 8.5h10M3 12h10M8 2v4M6 4.5l2 2l2-2",
  confirmed: "M2.5 8.5l3.5 3.5l7.5-8",
  declined: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  disputed: "M8 2L1.5 14h13zM8 6.5v3.5M8 12h.01",
  withdrawn: "M3 8h10",
}

/** Where a document stands with one person: a shape and words, so that none is colour alone. */
export function HandOffState({ standing, size, short = false }) {
  const { state, fetched } = standing
  const fetching = state === "offered" && fetched > 0
  const shape = fetching ? "fetching" : SHAPES[state] ? state : "offered"
  const words = fetching
    ? t("doc.state_receiving", { share: formatShare(fetched, size, language.value) })
    : t(WORDS[state] ?? WORDS.offered)
  return html`<span class=${`hand-off hand-off-${shape}`} data-testid="hand-off" data-state=${state}>
    <svg class="hand-off-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d=${SHAPES[shape]} />
    </svg>
    <span>${words}</span>${
      standing.reason && !short && html`<q class="hand-off-reason"><bdi>${standing.reason}</bdi></q>`
    }${
      standing.plain && !short && html` <span class="not-sealed">${t("message.not_sealed")}</span>`
    }
  </span>`
}
