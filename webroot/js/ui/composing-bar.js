import { t } from "../i18n.js"
import { composing } from "../view.js"
import { giveUp } from "./about-message.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { oneLine } from "./quote.js"

/** Says what is being answered or edited, and lets go of it. */
export function ComposingBar({ room }) {
  if (composing.value === null) return null
  const { what, item } = composing.value
  const name = item.name || t("people.someone")
  const words = what === "edit" ? t("compose.editing") : t("compose.answering", { name })
  const leave = () => {
    giveUp(room)
    document.getElementById("message-text")?.focus()
  }
  return html`<div class="composing" role="status" data-testid="composing">
    <${Icon} name=${what === "edit" ? "edit" : "reply"} />
    <p class="composing-words">
      <strong>${words}</strong> <span dir="auto">${oneLine(item)}</span>
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
