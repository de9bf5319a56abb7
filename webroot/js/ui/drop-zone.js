import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { openSheet, say, sheet } from "../view.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

/** Files dragged onto the page or pasted into it; nothing is sent before the person says so. */
export function DropZone() {
  const [over, setOver] = useState(false)
  useEffect(() => watchDragAndPaste(setOver), [])
  if (!over) return null
  return html`<div class="drop-zone" data-testid="drop-zone">
    <p><${Icon} name="document" /> ${t("send.drop")}</p>
  </div>`
}

function watchDragAndPaste(setOver) {
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
      choose(droppedFiles(event.dataTransfer))
    },
    paste(event) {
      const { types, files } = event.clipboardData
      if (files.length === 0 || types.includes("text/plain")) return
      event.preventDefault()
      choose([...files])
    },
  }
  for (const [type, handle] of Object.entries(handlers)) document.addEventListener(type, handle)
  return () => {
    for (const [type, handle] of Object.entries(handlers)) {
      document.removeEventListener(type, handle)
    }
  }
}

function choose(blobs) {
  if (blobs.length === 0) return
  const open = sheet.peek()
  if (open && open.name !== "send") return
  openSheet("send", { blobs: [...(open?.blobs ?? []), ...blobs] })
}

/** A folder looks like a file of no type that cannot be read. */
function droppedFiles({ items, files }) {
  const folder = [...items].some(item => item.webkitGetAsEntry?.()?.isDirectory)
  if (!folder) return [...files]
  say(t("send.no_folders"))
  return []
}
