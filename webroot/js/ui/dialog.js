import { useLayoutEffect, useRef } from "preact/hooks"
import { t } from "../i18n.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

/**
 * A modal sheet over the page. Escape, the close button and a press beside it close it, and the
 * focus goes back to where it was.
 */
export function Dialog({ title, onClose, children, kind = "sheet", testid }) {
  const dialog = useRef(null)
  useLayoutEffect(() => {
    const opener = document.activeElement
    const element = dialog.current
    element.showModal()
    return () => {
      if (element.open) element.close()
      const back = opener?.isConnected && opener !== document.body ? opener : fallbackFocus()
      back?.focus()
    }
  }, [])
  const cancel = event => {
    event.preventDefault()
    onClose()
  }
  const beside = event => {
    if (event.target === dialog.current) onClose()
  }
  return html`<dialog
    class=${`dialog dialog-${kind}`}
    ref=${dialog}
    aria-labelledby="dialog-title"
    data-testid=${testid}
    onCancel=${cancel}
    onPointerDown=${beside}
  >
    <div class="dialog-body">
      <div class="dialog-head">
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="icon-button" aria-label=${t("close")} onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </div>
      ${children}
    </div>
  </dialog>`
}

function fallbackFocus() {
  return document.getElementById("message-text")
}
