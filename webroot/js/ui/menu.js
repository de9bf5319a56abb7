import { useLayoutEffect, useRef } from "preact/hooks"
import { html } from "./html.js"
import { Icon } from "./icon.js"

const GAP = 4

/**
 * A menu beside its button: arrows move, Escape and a press elsewhere close it. `quick`: what
 * stands in a row above the others, each with its `emoji` or `icon`; `checked`: whether an item is
 * the one of them that is chosen, for those that are a choice. It closes itself, as a browser
 * would close it when the finger goes up whose long press has opened it.
 */
export function Menu({ label, items, quick = [], anchor, onClose }) {
  const menu = useRef(null)
  useLayoutEffect(() => {
    const element = menu.current
    element.showPopover()
    place(element, anchor.current)
    controls(element)[0]?.focus()
    const opener = anchor.current.closest("button")
    const pressed = ({ target }) => {
      if (!element.contains(target) && !opener?.contains(target)) onClose()
    }
    document.addEventListener("pointerdown", pressed, { capture: true })
    return () => {
      document.removeEventListener("pointerdown", pressed, { capture: true })
      element.hidePopover()
    }
  }, [])
  const close = () => {
    onClose()
    anchor.current?.focus()
  }
  const onKeyDown = event => {
    event.stopPropagation()
    if (event.key === "Tab") return close()
    if (event.key === "Escape") {
      event.preventDefault()
      return close()
    }
    return moveFocus(event, controls(menu.current))
  }
  const choose = run => () => {
    close()
    run()
  }
  return html`<div
    class="menu"
    role="menu"
    popover="manual"
    tabindex="-1"
    aria-label=${label}
    ref=${menu}
    onKeyDown=${onKeyDown}
  >
    ${quick.length > 0 && html`<${Quick} quick=${quick} choose=${choose} />`}
    ${items.map(
      ({ id, words, run, checked }) => html`<button
        type="button"
        role=${checked === undefined ? "menuitem" : "menuitemradio"}
        tabindex="-1"
        aria-checked=${checked === undefined ? undefined : String(checked)}
        onClick=${choose(run)}
        data-testid=${`menu-${id}`}
      >
        ${words}
      </button>`,
    )}
  </div>`
}

function Quick({ quick, choose }) {
  return html`<div class="menu-quick" role="group">
    ${quick.map(
      ({ id, emoji, icon, pressed, words, run }) => html`<button
        type="button"
        role=${emoji ? "menuitemcheckbox" : "menuitem"}
        tabindex="-1"
        aria-checked=${emoji ? String(pressed) : undefined}
        aria-label=${words}
        title=${icon ? words : undefined}
        onClick=${choose(run)}
        data-testid=${`menu-${id}`}
      >
        ${emoji ?? html`<${Icon} name=${icon} />`}
      </button>`,
    )}
  </div>`
}

const controls = menu => [...menu.querySelectorAll("[role^=menuitem]")]

function moveFocus(event, items) {
  const at = items.indexOf(document.activeElement)
  const next = {
    ArrowDown: items[(at + 1) % items.length],
    ArrowRight: items[(at + 1) % items.length],
    ArrowUp: items[(at - 1 + items.length) % items.length],
    ArrowLeft: items[(at - 1 + items.length) % items.length],
    Home: items[0],
    End: items[items.length - 1],
  }[event.key]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function place(element, anchor) {
  const from = anchor.getBoundingClientRect()
  const { offsetWidth, offsetHeight } = element
  const below = from.bottom + GAP + offsetHeight <= innerHeight
  const top = below ? from.bottom + GAP : Math.max(GAP, from.top - GAP - offsetHeight)
  const left = Math.max(GAP, Math.min(from.left, innerWidth - offsetWidth - GAP))
  element.style.top = `${top}px`
  element.style.left = `${left}px`
}
