import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { say, sheet } from "../view.js"
import { chooseDocuments, takesDocuments } from "./choose-documents.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

/** Files dragged onto the page or pasted into it; nothing is sent before the person says so. */
export function DropZone({ room }) {
  const [over, setOver] = useState(false)
  useEffect(() => watchDragAndPaste(room, setOver), [])
  if (!over) return null
  const open = takesDocuments(room)
  return html`<div class="drop-zone" data-testid="drop-zone">
    <p><${Icon} name=${open ? "document" : "lock"} /> ${t(open ? "send.drop" : "send.stopped")}</p>
  </div>`
}

function watchDragAndPaste(room, setOver) {
  let depth = 0
  const carriesFiles = event => event.dataTransfer?.types.includes("Files")
  const show = change => {
    depth = Math.max(0, depth + change)
    setOver(depth > 0)
  }
  const handlers = {
    dragenter: event => carriesFiles(event) && show(1),
    dragleave: event => carriesFiles(event) && show(-1),
    dragover(event) {
      if (!carriesFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = "copy"
    },
    drop(event) {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      choose(room, droppedFiles(event.dataTransfer))
    },
    paste(event) {
      const { types, files } = event.clipboardData
      if (files.length === 0 || types.includes("text/plain")) return
      event.preventDefault()
      choose(room, [...files])
    },
  }
  for (const [type, handle] of Object.entries(handlers)) document.addEventListener(type, handle)
  return () => {
    for (const [type, handle] of Object.entries(handlers)) {
      document.removeEventListener(type, handle)
    }
  }
}

function choose(room, blobs) {
  if (blobs.length === 0) return
  const open = sheet.peek()
  if (open && open.name !== "send") return
  chooseDocuments(room, [...(open?.blobs ?? []), ...blobs])
}

/** A folder looks like a file of no type that cannot be read. */
function droppedFiles({ items, files }) {
  const folder = [...items].some(item => item.webkitGetAsEntry?.()?.isDirectory)
  if (!folder) return [...files]
  say(t("send.no_folders"))
  return []
}
