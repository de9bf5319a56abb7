import { useLayoutEffect, useRef } from "preact/hooks"
import { html } from "./html.js"

const GAP = 4

/**
 * A menu beside its button: arrows move, Escape and a press elsewhere close it. `quick`: what
 * stands in a row above the others, each with its `emoji`.
 */
export function Menu({ label, items, quick = [], anchor, onClose }) {
  const menu = useRef(null)
  useLayoutEffect(() => {
    const element = menu.current
    element.showPopover()
    place(element, anchor.current)
    controls(element)[0].focus()
    return () => element.hidePopover()
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
  const onToggle = event => {
    if (event.newState === "closed") onClose()
  }
  const choose = run => () => {
    close()
    run()
  }
  return html`<div
    class="menu"
    role="menu"
    popover="auto"
    aria-label=${label}
    ref=${menu}
    onKeyDown=${onKeyDown}
    onToggle=${onToggle}
  >
    ${quick.length > 0 && html`<${Quick} quick=${quick} choose=${choose} />`}
    ${items.map(
      ({ id, words, run }) => html`<button
        type="button"
        role="menuitem"
        tabindex="-1"
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
      ({ id, emoji, pressed, words, run }) => html`<button
        type="button"
        role="menuitemcheckbox"
        tabindex="-1"
        aria-checked=${pressed ? "true" : "false"}
        aria-label=${words}
        onClick=${choose(run)}
        data-testid=${`menu-${id}`}
      >
        ${emoji}
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
