import { batch, signal } from "@preact/signals"
import { phrase } from "./lib/phrase.js"

export const language = signal("en")
const words = signal({})

/** Loads a language and switches the page to it; on failure the page stays as it is. */
export async function speak(wanted) {
  const answer = await fetch(new URL(`../i18n/${wanted}.json`, import.meta.url))
  if (!answer.ok) throw new Error(`words for ${wanted}: ${answer.status}`)
  const loaded = await answer.json()
  batch(() => {
    words.value = loaded
    language.value = wanted
  })
  document.documentElement.lang = wanted
}

/** The words for a key in the page's language; a component that calls it follows the language. */
export function t(key, params) {
  return phrase(words.value, language.value, key, params)
}
