import { useLayoutEffect, useRef } from "preact/hooks"
import { html } from "./html.js"

const GAP = 4

/** A menu beside its button: arrows move, Escape and a press elsewhere close it. */
export function Menu({ label, items, anchor, onClose }) {
  const menu = useRef(null)
  useLayoutEffect(() => {
    const element = menu.current
    element.showPopover()
    place(element, anchor.current)
    element.firstElementChild.focus()
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
    return moveFocus(event, [...menu.current.children])
  }
  const onToggle = event => {
    if (event.newState === "closed") onClose()
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
    ${items.map(
      ({ id, words, run }) => html`<button
        type="button"
        role="menuitem"
        tabindex="-1"
        onClick=${() => {
          close()
          run()
        }}
        data-testid=${`menu-${id}`}
      >
        ${words}
      </button>`,
    )}
  </div>`
}

function moveFocus(event, items) {
  const at = items.indexOf(document.activeElement)
  const next = {
    ArrowDown: items[(at + 1) % items.length],
    ArrowUp: items[(at - 1 + items.length) % items.length],
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
