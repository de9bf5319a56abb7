import { t } from "../i18n.js"
import { jumpTo } from "../view.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

const MOST_CHARACTERS = 160

/** One line of the message that another one answers; leads to it. */
export function Quote({ room, answers }) {
  const item = room.answered(answers)
  if (item === undefined) {
    return html`<p class="quote quote-gone">
      <${Icon} name="reply" /><span class="quote-text">${t("message.answered_gone")}</span>
    </p>`
  }
  const name = item.name || t("people.someone")
  return html`<button
    type="button"
    class="quote"
    aria-label=${t("message.answers", { name, text: oneLine(item) })}
    onClick=${() => jumpTo(item.key)}
    data-testid="quote"
  >
    <${Icon} name="reply" />
    <span class="quote-by" dir="auto">${name}</span>
    <span class="quote-text" dir="auto">${oneLine(item)}</span>
  </button>`
}

/** The beginning of a message in one line. */
export function oneLine(item) {
  if (item.retracted) return t("message.taken_back")
  if (item.unreadable || item.blank) return t("message.unreadable")
  if (item.fuse) return t(item.fuse.burnt ? "fuse.burnt" : "fuse.message")
  return item.text.replace(/\s+/g, " ").trim().slice(0, MOST_CHARACTERS)
}
