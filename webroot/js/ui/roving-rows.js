import { useLayoutEffect } from "preact/hooks"

const ROWS = "[data-roving]"
const STEPS = { ArrowDown: 1, ArrowUp: -1 }

/**
 * One stop for the Tab key among the messages: the newest one, or where the reader was. The arrows
 * lead from message to message. Returns the handlers for the list.
 */
export function useRovingRows(list) {
  const rows = () => [...list.current.querySelectorAll(ROWS)]
  const settle = chosen => {
    for (const row of list.current.querySelectorAll(`${ROWS}[tabindex="0"]`)) row.tabIndex = -1
    if (chosen) chosen.tabIndex = 0
  }
  useLayoutEffect(() => {
    const focused = document.activeElement?.closest?.(ROWS)
    settle(focused && list.current.contains(focused) ? focused : rows().at(-1))
  })
  const onKeyDown = event => {
    const row = event.target.closest(ROWS)
    const plain = event.target === row || event.target.closest(".message-actions")
    if (!row || !plain || event.defaultPrevented) return
    const all = rows()
    const next = { Home: all[0], End: all.at(-1) }[event.key] ??
      all[all.indexOf(row) + STEPS[event.key]]
    if (!next) return
    event.preventDefault()
    settle(next)
    next.focus()
  }
  const onFocusIn = event => {
    const row = event.target.closest(ROWS)
    if (row && list.current) settle(row) // a dialog that goes with the list gives the focus back to it
  }
  return { onKeyDown, onFocusIn }
}
