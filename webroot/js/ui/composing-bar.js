import { t } from "../i18n.js"
import { composing, fuse } from "../view.js"
import { giveUp } from "./about-message.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { oneLine } from "./quote.js"

/** Says what is being answered or edited, and lets go of it; also when what is sent cannot refer to it. */
export function ComposingBar({ room, whisper }) {
  if (composing.value === null) return null
  const { what, item } = composing.value
  const name = item.name || t("people.someone")
  const refers = what === "edit" || (fuse.value === null && !whisper)
  const leave = () => {
    giveUp(room)
    document.getElementById("message-text")?.focus()
  }
  return html`<div class="composing" role="status" data-testid="composing">
    <${Icon} name=${what === "edit" ? "edit" : "reply"} />
    <p class="composing-words">
      ${
        refers
          ? html`<strong>${t(what === "edit" ? "compose.editing" : "compose.answering", { name })}</strong>
              ${" "}<span dir="auto">${oneLine(item)}</span>`
          : html`<strong>${t("compose.no_answer")}</strong>`
      }
    </p>
    <button
      type="button"
      class="icon-button composing-leave"
      aria-label=${t(what === "edit" ? "compose.stop_editing" : "compose.stop_answering")}
      title="Esc"
      onClick=${leave}
      data-testid="composing-leave"
    ><${Icon} name="close" /></button>
  </div>`
}
