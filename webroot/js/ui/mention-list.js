import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { completing } from "../lib/mentions.js"
import { html } from "./html.js"

const STEPS = { ArrowDown: 1, ArrowUp: -1 }

/**
 * Completes a name after an @. Returns what is offered, and handlers for the field: `look` after a
 * change, `press` for keys (true when the key was for the list).
 */
export function useMentions(field, people, write) {
  const [offer, setOffer] = useState(null)
  const look = () => {
    const { value, selectionStart, selectionEnd } = field.current
    const found = selectionStart === selectionEnd && completing(value, selectionStart, people)
    setOffer(found ? { ...found, chosen: 0 } : null)
  }
  const close = () => setOffer(null)
  const pick = index => {
    const { value, selectionStart } = field.current
    const name = `${offer.people[index].name} `
    write(value.slice(0, offer.start) + name + value.slice(selectionStart))
    const cursor = offer.start + name.length
    close()
    requestAnimationFrame(() => {
      field.current.focus()
      field.current.setSelectionRange(cursor, cursor)
    })
  }
  const press = event => {
    if (offer === null || event.isComposing) return false
    const { length } = offer.people
    if (event.key in STEPS) {
      setOffer({ ...offer, chosen: (offer.chosen + STEPS[event.key] + length) % length })
    } else if (event.key === "Enter" || event.key === "Tab") {
      pick(offer.chosen)
    } else if (event.key === "Escape") {
      close()
    } else {
      return false
    }
    event.preventDefault()
    return true
  }
  return { offer, look, close, pick, press }
}

/** The names that are offered, above the field. */
export function MentionList({ offer, pick }) {
  return html`<ul
    class="mentions"
    role="listbox"
    id="mention-list"
    aria-label=${t("compose.mentions")}
    data-testid="mention-list"
  >
    ${offer.people.map(
      ({ seat, name }, i) => html`<li
        key=${seat}
        id=${`mention-${i}`}
        role="option"
        aria-selected=${i === offer.chosen ? "true" : "false"}
        dir="auto"
        onPointerDown=${event => {
          event.preventDefault()
          pick(i)
        }}
      >
        ${name}
      </li>`,
    )}
  </ul>`
}
