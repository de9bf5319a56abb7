/**
 * What this tab may hold across a reload: token, room name, code, draft and own messages that were
 * not sent yet in its session storage, with the random ids of messages that have burnt; the keys announced in the room and its content keys in its
 * history entry, which can hold keys that nobody can read. Nothing else.
 */

const KEY = "nobooks"
let refused = false
let keys = null

const storage = () => {
  try {
    return globalThis.sessionStorage ?? null
  } catch {
    return null
  }
}

/** @returns {{token?: string, room?: {name: string, code: string, draft: string, unsent?: object[], burnt?: string[]}}} */
export function kept() {
  try {
    return JSON.parse(storage()?.getItem(KEY) ?? "{}")
  } catch {
    return {}
  }
}

/** Merges into what is kept; a value of `undefined` removes it. */
export function keep(change) {
  if (refused) return
  const next = JSON.stringify({ ...kept(), ...change })
  try {
    if (next === "{}") storage()?.removeItem(KEY)
    else storage()?.setItem(KEY, next)
  } catch {
    // A full or forbidden storage only means that a reload asks for the link again.
  }
}

/** @returns {object|null} what `keepKeys` was told last, also before a reload */
export function keptKeys() {
  keys ??= globalThis.history?.state?.nobooks ?? null
  return keys
}

/** Keeps what seals and opens in the room; null forgets it. */
export function keepKeys(value) {
  keys = refused ? null : value
  writeKeys()
}

/** Puts another address into the address bar and keeps what is kept there, or forgets it. */
export function writeKeys(address) {
  try {
    globalThis.history?.replaceState(keys === null ? null : { nobooks: keys }, "", address)
  } catch {
    // Without it a reload announces new keys and asks for the room's.
  }
}

/** Forgets everything; `forGood` also keeps it so until the page is loaded anew. */
export function forget({ forGood = false } = {}) {
  refused = refused || forGood
  keepKeys(null)
  try {
    storage()?.removeItem(KEY)
  } catch {
    // A storage that may not be touched holds nothing either.
  }
}
