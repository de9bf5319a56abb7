import { useLayoutEffect } from "preact/hooks"
import { prefs } from "../prefs.js"
import { openSheet, searching, sheet } from "../view.js"

/**
 * "?" shows the shortcuts, "/" goes to the message; neither while something is being typed, nor on a
 * device where keys of one letter are switched off, as who speaks to the browser may want.
 * Ctrl+Shift+F searches the room; the browser's own Ctrl+F stays the browser's.
 */
export function useShortcuts() {
  // With the page itself, not some time after it was painted: keys are pressed at once.
  useLayoutEffect(() => {
    const press = event => {
      if (!sheet.peek() && event.ctrlKey && event.shiftKey && event.code === "KeyF") {
        event.preventDefault()
        searching.value = true
        document.getElementById("search-words")?.focus()
        return
      }
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
