import { t } from "../i18n.js"
import { actionsFor, reactionsFor, reply, standing } from "./about-message.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { Menu } from "./menu.js"

/**
 * What can be done with a message: quiet until it is pointed at or has the focus; on phones a
 * button. `open`: null, or from what the menu was opened.
 */
export function MessageActions({ room, item, open, setOpen }) {
  const name = item.name || t("people.someone")
  const label = t("message.menu", { name })
  const toggle = event => setOpen(open ? null : { current: event.currentTarget })
  return html`<div class="message-actions">
    ${
      standing(item) &&
      html`<button
        type="button"
        class="message-action message-action-reply"
        tabindex="-1"
        aria-label=${t("message.reply_to", { name })}
        title=${t("message.reply")}
        onClick=${() => reply(room, item)}
        data-testid="reply"
      ><${Icon} name="reply" /></button>`
    }
    <button
      type="button"
      class="message-action"
      tabindex="-1"
      aria-label=${label}
      title=${t("message.more")}
      aria-haspopup="menu"
      aria-expanded=${open ? "true" : "false"}
      onClick=${toggle}
      data-testid="message-menu"
    ><${Icon} name="more" /></button>
    ${
      open &&
      html`<${Menu}
        label=${label}
        quick=${reactionsFor(room, item)}
        items=${actionsFor(room, item)}
        anchor=${open}
        onClose=${() => setOpen(null)}
      />`
    }
  </div>`
}
