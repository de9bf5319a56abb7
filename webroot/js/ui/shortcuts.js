import { useEffect } from "preact/hooks"
import { prefs } from "../prefs.js"
import { openSheet, sheet } from "../view.js"

/**
 * "?" shows the shortcuts, "/" goes to the message; neither while something is being typed, nor on a
 * device where keys of one letter are switched off, as who speaks to the browser may want.
 */
export function useShortcuts() {
  useEffect(() => {
    const press = event => {
      if (prefs.shortcuts.peek() === "off") return
      if (sheet.peek() || event.ctrlKey || event.metaKey || event.altKey || inText(event.target))
        return
      if (event.key === "?") {
        event.preventDefault()
        openSheet("shortcuts")
      } else if (event.key === "/") {
        event.preventDefault()
        document.getElementById("message-text")?.focus()
      }
    }
    document.addEventListener("keydown", press)
    return () => document.removeEventListener("keydown", press)
  }, [])
}

function inText(element) {
  return element.closest("input, textarea, select, [role=menu]") !== null
}
