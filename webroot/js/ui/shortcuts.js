import { useEffect } from "preact/hooks"
import { openSheet, sheet } from "../view.js"

/** "?" shows the shortcuts, "/" goes to the message; neither while something is being typed. */
export function useShortcuts() {
  useEffect(() => {
    const press = event => {
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
