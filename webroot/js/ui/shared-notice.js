import { useEffect } from "preact/hooks"
import { effect } from "@preact/signals"
import { t } from "../i18n.js"
import { dropShared, shared } from "../shared.js"
import { composing, sheet } from "../view.js"
import { chooseDocuments, takesDocuments } from "./choose-documents.js"
import { html } from "./html.js"

/** What another app gave to this one and is not in a room yet; `next` says what becomes of it. */
export function SharedNotice({ next }) {
  if (shared.value === null) return null
  return html`<div class="banner banner-told" data-testid="shared">
    <p role="status">${waitingWords(shared.value)} ${next}</p>
    <button type="button" class="button" onClick=${dropShared} data-testid="drop-shared">
      ${t("shared.drop")}
    </button>
  </div>`
}

/** In a room only what it does not take is left waiting. */
export function SharedInRoom({ room }) {
  return takesDocuments(room) ? null : html`<${SharedNotice} next=${t("send.stopped")} />`
}

function waitingWords({ text, files }) {
  const count = files.length
  if (count === 0) return t("shared.text")
  return t(text === "" ? "shared.files" : "shared.both", { count })
}

/** Puts it where the person can send it, as soon as nothing else is being done. */
export function useShared(room) {
  useEffect(() => effect(() => place(room)), [room])
}

function place(room) {
  if (shared.value === null || sheet.value !== null) return
  if (room.status.value !== "in" || composing.value?.what === "edit") return
  const { text, files } = shared.value
  const takes = takesDocuments(room)
  const left = takes ? [] : files
  if (text === "" && left.length === files.length && files.length > 0) return
  if (text !== "") addToDraft(room, text)
  shared.value = left.length > 0 ? { text: "", files: left } : null
  if (takes && files.length > 0) chooseDocuments(room, files)
}

function addToDraft(room, text) {
  const before = room.draft.peek().trimEnd()
  room.draft.value = before === "" ? text : `${before}\n${text}`
}
