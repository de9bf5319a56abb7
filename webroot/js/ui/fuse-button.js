import { useRef, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { fuse } from "../view.js"
import { fuseWords } from "./fuse-words.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { Menu } from "./menu.js"

const CHOICES = [null, 0, 10, 60, 300]

/** Whether what is sent next is covered, and how long it stays once somebody looks. */
export function FuseButton() {
  const anchor = useRef(null)
  const [open, setOpen] = useState(false)
  const chosen = fuse.value
  const words = fuseWords(chosen)
  const items = CHOICES.map(seconds => ({
    id: `fuse-${seconds ?? "off"}`,
    words: html`<span class="fuse-choice">
      ${seconds === chosen ? html`<${Icon} name="check" />` : html`<span class="icon"></span>`}
      ${fuseWords(seconds)}
    </span>`,
    checked: seconds === chosen,
    run: () => (fuse.value = seconds),
  }))
  return html`<button
      type="button"
      ref=${anchor}
      class=${chosen === null ? "icon-button" : "icon-button fuse-on"}
      aria-label=${`${t("fuse.open")}: ${words}`}
      title=${words}
      aria-haspopup="menu"
      aria-expanded=${open ? "true" : "false"}
      onClick=${() => setOpen(!open)}
      data-testid="fuse"
    >
      <${Icon} name="fuse" />
    </button>
    ${
      open &&
      html`<${Menu}
        label=${t("fuse.open")}
        items=${items}
        anchor=${anchor}
        onClose=${() => setOpen(false)}
      />`
    }`
}
