import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { wanted } from "../view.js"

const SHOWN_MS = 2_500

/**
 * Brings the entry that is wanted into the middle of what is seen and marks it; it gets the focus
 * unless that is to stay where it is, as in the search.
 *
 * @param {{current: Element}} list
 * @param {(key: string) => boolean} show puts the entry into the page
 */
export function useWanted(list, show) {
  const due = useRef(null)
  const asked = wanted.value
  useEffect(() => {
    if (asked === null) return
    wanted.value = null
    due.current = asked
    if (!show(asked.key)) due.current = null
  }, [asked])
  useLayoutEffect(() => {
    if (due.current === null) return
    const { key, quietly } = due.current
    const row = list.current.querySelector(`[data-key="${CSS.escape(key)}"]`)
    if (!row) return
    due.current = null
    row.scrollIntoView({ block: "center" })
    if (!quietly) row.focus({ preventScroll: true })
    for (const other of list.current.querySelectorAll(".found")) other.classList.remove("found")
    row.classList.add("found")
    setTimeout(() => row.classList.remove("found"), SHOWN_MS)
  })
}
