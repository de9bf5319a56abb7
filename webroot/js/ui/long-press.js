import { useRef } from "preact/hooks"

const HELD_MS = 450
const STILL_PX = 10
const HAS_ITS_OWN = "a, button, input, textarea, summary"

/**
 * A finger that rests on something asks what can be done with it. What can be pressed by itself
 * keeps its own long press; a finger that moves, scrolls.
 * @param {(() => void)|null} onHeld null where nothing can be done with it: the browser's own is left
 * @returns {object} handlers for the element
 */
export function useLongPress(onHeld) {
  const finger = useRef(null)
  const lift = () => {
    clearTimeout(finger.current?.timer)
    finger.current = null
  }
  const hold = () => {
    if (finger.current === null || onHeld === null) return
    lift()
    navigator.vibrate?.(10)
    onHeld()
  }
  return {
    onPointerDown: event => {
      lift()
      if (event.pointerType !== "touch" || !event.isPrimary) return
      if (event.target.closest(HAS_ITS_OWN)) return
      finger.current = { x: event.clientX, y: event.clientY, timer: setTimeout(hold, HELD_MS) }
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (finger.current === null) return
      const { x, y } = finger.current
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) lift()
    },
    onPointerUp: lift,
    onPointerCancel: lift,
    onContextMenu: event => {
      if (onHeld === null || event.pointerType !== "touch" || event.target.closest(HAS_ITS_OWN)) return
      event.preventDefault()
      hold()
    },
  }
}
