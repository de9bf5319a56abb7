import { language, t } from "../i18n.js"
import { standings } from "../lib/hand-off.js"
import { formatSize } from "../lib/size.js"
import { closeSheet, openSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { documentName, FileName } from "./file-name.js"
import { HandOffState } from "./hand-off-state.js"
import { html } from "./html.js"

/** Who has what: documents down, people across. */
export function DocumentsSheet({ room }) {
  const documents = [...room.documents.files.value.values()].filter(({ withdrawn }) => !withdrawn)
  const title = t("matrix.title")
  return html`<${Dialog} title=${title} onClose=${closeSheet} kind="wide" testid="documents-sheet">
    ${
      documents.length === 0
        ? html`<p>${t("matrix.empty")}</p>`
        : html`<${Matrix} room=${room} documents=${documents} />`
    }
    <div class="dialog-actions">
      <button type="button" class="button" onClick=${() => openSheet("send")}>${t("attach")}</button>
    </div>
  <//>`
}

function Matrix({ room, documents }) {
  const members = room.members.value
  const rows = documents.map(document => ({ document, people: standings(document, members) }))
  const seats = peopleOf(rows, members)
  return html`<div class="matrix-place" tabindex="0" role="region" aria-label=${t("matrix.title")}>
    <table class="matrix" data-testid="matrix">
      <thead>
        <tr>
          <th scope="col">${t("matrix.document")}</th>
          ${seats.map(
            seat => html`<th scope="col"><bdi>${nameOf(members, seat)}</bdi>${
              isGone(members, seat) &&
              html` <span class="person-mark">${t("people.state_gone")}</span>`
            }</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ document, people }) => row(document, people, seats, members))}
      </tbody>
    </table>
  </div>`
}

function row(document, people, seats, members) {
  const cell = seat => {
    if (seat === document.by) return html`<td class="matrix-none">${t("matrix.sender")}</td>`
    const standing = people.find(each => each.seat === seat)
    if (!standing) return html`<td class="matrix-none">${t("matrix.not_for")}</td>`
    return html`<td><${HandOffState} standing=${standing} size=${document.size} short=${true} /></td>`
  }
  return html`<tr key=${document.file} data-testid="matrix-row">
    <th scope="row">
      ${
        document.about
          ? html`<${FileName} name=${document.about.name} />`
          : documentName(document)
      }
      <span class="matrix-about">
        ${formatSize(document.about?.size ?? document.size, language.value)} ·${" "}
        <bdi>${nameOf(members, document.by)}</bdi>
      </span>
    </th>
    ${seats.map(cell)}
  </tr>`
}

/** Everybody a document is for, and behind them those who only sent one or have none. */
function peopleOf(rows, members) {
  const meant = rows.flatMap(({ people }) => people.map(({ seat }) => seat))
  const senders = rows.map(({ document }) => document.by)
  const others = [...members.keys()].filter(seat => !isGone(members, seat))
  return [...new Set([...meant, ...senders, ...others])]
}

const nameOf = (members, seat) => members.get(seat)?.name || t("people.someone")
const isGone = (members, seat) => (members.get(seat)?.state ?? "gone") === "gone"
