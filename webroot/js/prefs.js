import { effect, signal } from "@preact/signals"

// What this device remembers: never anything of a room or a person.
function remembered(key, allowed, fallback) {
  const name = `nobooks.${key}`
  let start = fallback
  try {
    const kept = localStorage.getItem(name)
    if (allowed.includes(kept)) start = kept
  } catch {
    // Storage may be refused; the choice then lasts as long as the page.
  }
  const choice = signal(start)
  let first = true
  effect(() => {
    const value = choice.value
    if (first) {
      first = false
      return
    }
    try {
      localStorage.setItem(name, value)
    } catch {
      // As above.
    }
  })
  return choice
}

export const LANGUAGES = ["en", "tr"]
export const THEMES = ["auto", "light", "dark"]

const spoken = LANGUAGES.includes(navigator.language.slice(0, 2))
  ? navigator.language.slice(0, 2)
  : "en"

export const prefs = {
  theme: remembered("theme", THEMES, "auto"),
  language: remembered("language", LANGUAGES, spoken),
  sound: remembered("sound", ["on", "off"], "off"),
  notify: remembered("notify", ["on", "off"], "off"),
  notifyText: remembered("notify-text", ["on", "off"], "off"),
  awake: remembered("awake", ["on", "off"], "off"),
  shortcuts: remembered("shortcuts", ["on", "off"], "on"),
  panic: remembered("panic", ["on", "off"], "on"),
}

effect(() => {
  const root = document.documentElement
  if (prefs.theme.value === "auto") delete root.dataset.theme
  else root.dataset.theme = prefs.theme.value
})
