/**
 * Keeps the focus on the page. When the control that has it goes away, as an answered question
 * does, the focus would fall to nothing, and the keyboard would start at the top again.
 */

const PLACES = ["dialog[open] .dialog-head button", "#message-text", "#your-name", "h1[tabindex]"]
const PLACES_ON_PHONES = ["dialog[open] .dialog-head button", ".timeline", "h1[tabindex]"]

/**
 * @param {{document: object, observe: (changed: () => void) => void, phone: () => boolean}} page on
 *   phones no field is taken, as the keyboard on the screen would come up with it
 */
export function watchFocus({ document, observe, phone }) {
  let last = null
  let home = null // what stays when the control goes, as the card of a document
  document.addEventListener("focusin", ({ target }) => {
    last = target
    home = target.closest?.("[data-keeps-focus]")
  })
  observe(() => {
    if (last === null || last.isConnected || document.activeElement !== document.body) return
    last = null
    const places = phone() ? PLACES_ON_PHONES : PLACES
    const place = home?.isConnected
      ? home
      : places.map(each => document.querySelector(each)).find(Boolean)
    place?.focus({ preventScroll: true })
  })
}
