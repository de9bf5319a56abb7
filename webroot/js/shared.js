/**
 * What another app handed to this one by the system's share sheet. The worker of an installed page
 * takes it; here it is held in memory until the person is in a room, or drops it. Nothing of it is
 * sent by itself.
 */
import { signal } from "../vendor/signals-core.js"

const HELD = /^#shared=([\w-]{1,64})$/
const MISSED = "#not-shared"
const ANSWER_MS = 5_000

/** Signal: null | {text: string, files: File[]}. */
export const shared = signal(null)

/**
 * @param {string} hash of the page's address
 * @returns {{id: string}|null} null when it does not speak of something shared; an id of "" when
 *   nobody was there to take it
 */
export function shareIn(hash) {
  if (hash === MISSED) return { id: "" }
  const found = HELD.exec(hash)
  return found && { id: found[1] }
}

/** Fetches what the worker holds under an id. @returns {Promise<boolean>} whether there was anything */
export async function collect(id, workers = globalThis.navigator?.serviceWorker) {
  const given = id === "" ? null : await ask(workers, id).catch(() => null)
  if (given === null) return false
  const [text, files] = [sharedText(given), given.files]
  if (text === "" && files.length === 0) return false
  shared.value = { text, files }
  return true
}

/** Lets go of what is still waiting. */
export function dropShared() {
  shared.value = null
}

/** One text of a title, a text and an address, each said once. */
export function sharedText({ title = "", text = "", url = "" }) {
  const [about, words, link] = [title, text, url].map(each => each.trim())
  const parts = [words.includes(about) ? "" : about, words, words.includes(link) ? "" : link]
  return parts.filter(part => part !== "").join("\n")
}

async function ask(workers, id) {
  const { active } = await workers.getRegistration()
  const { port1, port2 } = new MessageChannel()
  let timer
  const answer = new Promise(resolve => {
    port1.onmessage = ({ data }) => resolve(data)
    timer = setTimeout(() => resolve(null), ANSWER_MS)
  })
  active.postMessage({ share: id }, [port2])
  return answer.finally(() => {
    clearTimeout(timer)
    port1.close()
  })
}
