/**
 * What this tab may hold across a reload: token, room name, code, draft and own messages that were
 * not sent yet. Nothing else.
 */

const KEY = "nobooks"
let refused = false

const storage = () => {
  try {
    return globalThis.sessionStorage ?? null
  } catch {
    return null
  }
}

/** @returns {{token?: string, room?: {name: string, code: string, draft: string, unsent?: object[]}}} */
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

/** Forgets everything; `forGood` also keeps it so until the page is loaded anew. */
export function forget({ forGood = false } = {}) {
  refused = refused || forGood
  try {
    storage()?.removeItem(KEY)
  } catch {
    // A storage that may not be touched holds nothing either.
  }
}
