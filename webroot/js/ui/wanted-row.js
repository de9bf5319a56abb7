import { useLayoutEffect } from "preact/hooks"
import { wanted } from "../view.js"

const SHOWN_MS = 2_500

/** Brings the entry that is wanted into the middle of what is seen, marks it and focuses it. */
export function useWanted(list) {
  const { key } = wanted.value ?? {}
  useLayoutEffect(() => {
    if (key === undefined) return undefined
    wanted.value = null
    const row = list.current.querySelector(`[data-key="${CSS.escape(key)}"]`)
    if (!row) return undefined
    row.scrollIntoView({ block: "center" })
    row.focus({ preventScroll: true })
    row.classList.add("found")
    setTimeout(() => row.classList.remove("found"), SHOWN_MS)
    return undefined
  }, [key])
}
