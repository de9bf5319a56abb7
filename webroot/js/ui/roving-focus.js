import { useLayoutEffect } from "preact/hooks"

const STEPS = { ArrowDown: 1, ArrowUp: -1 }

/**
 * One stop for the Tab key in a list of controls, the arrows inside it. `selector` finds the
 * controls below `container`; `steps`: how far each arrow leads, in a grid other than in a list.
 * Returns the handlers for the container.
 */
export function useRovingFocus(container, selector, steps = STEPS) {
  const controls = () => [...container.current.querySelectorAll(selector)]
  const settle = chosen => {
    for (const control of controls()) control.tabIndex = control === chosen ? 0 : -1
  }
  useLayoutEffect(() => {
    const all = controls()
    settle(all.find(control => control.tabIndex === 0 && control.matches(":focus")) ?? all[0])
  })
  const onKeyDown = event => {
    const all = controls()
    const at = all.indexOf(event.target)
    if (at < 0) return
    const next = { Home: all[0], End: all[all.length - 1] }[event.key] ?? all[at + steps[event.key]]
    if (!next) return
    event.preventDefault()
    settle(next)
    next.focus()
  }
  const onFocusIn = event => {
    if (event.target.matches(selector)) settle(event.target)
  }
  return { onKeyDown, onFocusIn }
}
