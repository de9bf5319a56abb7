import { t } from "../i18n.js"
import { isOpen } from "../lib/hand-off.js"
import { HandOffState } from "./hand-off-state.js"
import { html } from "./html.js"
import { NudgeButton } from "./nudge.js"

const SHOWN_OPEN = 6

/** One row for each person a document is for; many of them folded under a sum. */
export function RecipientRows({ room, document, people, nudging = false }) {
  if (people.length === 0) {
    return html`<p class="document-quiet">${t("doc.nobody_yet")}</p>`
  }
  const list = html`<ul class="recipients">
    ${people.map(
      standing => html`<${Row}
        key=${standing.seat}
        room=${room}
        document=${document}
        standing=${standing}
        nudging=${nudging}
      />`,
    )}
  </ul>`
  if (people.length <= SHOWN_OPEN) return list
  const confirmed = people.filter(({ state }) => state === "confirmed").length
  return html`<details class="recipients-many">
    <summary>${t("doc.confirmed_of", { confirmed, count: people.length })}</summary>
    ${list}
  </details>`
}

function Row({ room, document, standing, nudging }) {
  const { name, gone } = standing
  return html`<li class="recipient" data-testid="recipient">
    <bdi class="recipient-name">${name || t("people.someone")}</bdi>
    <${HandOffState} standing=${standing} size=${document.size} />
    ${gone && html`<span class="person-mark">${t("people.state_gone")}</span>`}
    ${
      nudging &&
      isOpen(standing) &&
      html`<${NudgeButton} room=${room} document=${document} standing=${standing} />`
    }
  </li>`
}
