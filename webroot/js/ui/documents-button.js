import { t } from "../i18n.js"
import { waitingFor } from "../lib/hand-off.js"
import { openSheet } from "../view.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

const here = room => [...room.documents.files.value.values()].filter(({ withdrawn }) => !withdrawn)

export function DocumentsButton({ room }) {
  const count = here(room).length
  return html`<button
    type="button"
    class="button head-button"
    aria-haspopup="dialog"
    aria-label=${t("matrix.open", { count })}
    onClick=${() => openSheet("documents")}
    data-testid="documents"
  >
    <${Icon} name="document" />
    <span class="head-label">${t("matrix.title")}</span>
    ${count > 0 && html`<span class="head-count" aria-hidden="true">${count}</span>`}
  </button>`
}

/** One line about what is not confirmed yet: "2 documents waiting for Mary". */
export function WaitingLine({ room }) {
  const words = waitingWords(room)
  if (!words) return null
  return html`<button
    type="button"
    class="waiting-line"
    onClick=${() => openSheet("documents")}
    data-testid="waiting-line"
  >
    ${words}
  </button>`
}

/** On a phone: the way to the documents, and what they wait for. */
export function DocumentsStrip({ room }) {
  const count = here(room).length
  if (count === 0) return null
  return html`<button
    type="button"
    class="documents-strip"
    aria-haspopup="dialog"
    onClick=${() => openSheet("documents")}
    data-testid="documents"
  >
    <${Icon} name="document" />
    <span>${waitingWords(room) ?? t("matrix.open", { count })}</span>
  </button>`
}

/** What waits for oneself comes first: that is what one can do something about. */
function waitingWords(room) {
  const members = room.members.value
  const { documents, seats, mine } = waitingFor(here(room), members, room.you.value.seat)
  if (documents === 0) return null
  if (mine > 0) return t("waiting_for.you", { count: mine })
  if (seats.length > 1) return t("waiting_for.some", { count: documents, people: seats.length })
  return t("waiting_for.one", { count: documents, name: members.get(seats[0]).name })
}
