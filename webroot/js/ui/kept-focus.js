import { useLayoutEffect, useRef } from "preact/hooks"

/**
 * A button that goes away when it was pressed would take the focus with it: then `element` gets
 * it. Returns the handler for clicks inside of it.
 */
export function useKeptFocus(element) {
  const pressed = useRef(false)
  useLayoutEffect(() => {
    if (!pressed.current) return
    const { activeElement, body } = document
    if (activeElement === body) element.current?.focus({ preventScroll: true })
    pressed.current = element.current?.contains(document.activeElement) === true
  })
  return () => (pressed.current = true)
}
