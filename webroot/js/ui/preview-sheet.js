import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { imageKind } from "../lib/image-kind.js"
import { previewKind } from "../lib/preview-kind.js"
import { Refusal } from "../protocol.js"
import { closeSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { failureText } from "./failure-words.js"
import { documentName } from "./file-name.js"
import { html } from "./html.js"
import { Transfer } from "./transfer.js"

const SHOWN_LETTERS = 200_000

/** Looks at an image or a text without saving it. What was fetched goes with this sheet. */
export function PreviewSheet({ room, file }) {
  const document = room.documents.files.value.get(file)
  const [receiving] = useState(() => room.documents.preview(file))
  const [shown, setShown] = useState(null)
  useEffect(() => {
    let url = null
    let closed = false
    const show = async () => {
      const blob = await receiving.run()
      const content = await contentOf(blob, document.about)
      if (closed) return
      if (content.image) url = URL.createObjectURL(content.image)
      setShown({ ...content, url })
    }
    show().catch(error => !closed && setShown({ failure: error }))
    return () => {
      closed = true
      receiving.cancel()
      if (url) URL.revokeObjectURL(url)
    }
  }, [])
  const name = documentName(document)
  return html`<${Dialog} title=${name} onClose=${closeSheet} kind="preview" testid="preview-sheet">
    ${
      shown
        ? html`<${Shown} shown=${shown} name=${name} />`
        : html`<${Transfer}
            label=${t("doc.download_of", { name })}
            state=${receiving.state.value}
            size=${document?.size ?? 0}
            words=${t("doc.receiving")}
          />`
    }
  <//>`
}

function Shown({ shown, name }) {
  if (shown.failure) {
    const known = shown.failure instanceof Refusal
    return html`<p role="alert">${known ? failureText(shown.failure) : t("preview.cannot")}</p>`
  }
  if (shown.url) return html`<img class="preview-image" src=${shown.url} alt=${name} />`
  return html`<pre class="preview-text" tabindex="0" dir="auto" data-testid="preview-text">${shown.text}</pre>
    ${shown.cut && html`<p class="field-hint">${t("preview.cut")}</p>`}`
}

/** @returns {Promise<{image?: Blob, text?: string, cut?: boolean}>} by what the bytes are */
async function contentOf(blob, about) {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  if (previewKind(about) === "image") {
    const kind = imageKind(bytes)
    if (!kind) throw new Error("not an image that is shown")
    return { image: new Blob([bytes], { type: kind.type }) }
  }
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  if (text.includes("\0")) throw new Error("not a text")
  return { text: text.slice(0, SHOWN_LETTERS), cut: text.length > SHOWN_LETTERS }
}
