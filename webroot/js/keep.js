/**
 * What this tab may hold across a reload. In its session storage: token, room name, code, draft, own
 * messages that were not sent yet, the random ids of messages that burn or have burnt, and the room's
 * content keys. In its history entry, which can hold
 * keys that nobody can read: those that were announced in the room. Nothing else. An entry that was
 * left for another keeps those for as long as the tab lives; they open nothing that is gone.
 */
import { base64url, fromBase64url } from "./seal/bytes.js"

const KEY = "nobooks"
let refused = false
let keys = null
let written

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
  const own = keys === null ? globalThis.history?.state?.nobooks : undefined
  if (own) keys = { ...own, ...contentKeysOf(own.room) }
  return keys
}

/** Keeps what seals and opens in the room, see `RoomSeal.kept`; null forgets it. */
export function keepKeys(value) {
  keys = refused ? null : value
  keep({ sealing: keys === null ? undefined : contentOf(keys) })
  if ((keys?.signing ?? null) !== written) writeKeys()
}

/** Puts another address into the address bar and keeps what is kept there, or forgets it. */
export function writeKeys(address) {
  written = keys?.signing ?? null
  try {
    globalThis.history?.replaceState(keys === null ? null : { nobooks: ownOf(keys) }, "", address)
  } catch {
    // Without it a reload announces new keys and asks for the room's.
  }
}

const ownOf = ({ room, signing, agreement, hello, announced }) =>
  ({ room, signing, agreement, hello, announced })

const contentOf = ({ room, keys: list, floor, heard }) =>
  ({ room, keys: list.map(({ epoch, bytes }) => [epoch, base64url(bytes)]), floor, heard })

function contentKeysOf(room) {
  const { sealing } = kept()
  if (sealing?.room !== room) return { keys: [], floor: 0, heard: 0 }
  const { floor, heard } = sealing
  return { keys: sealing.keys.map(([epoch, text]) => ({ epoch, bytes: fromBase64url(text) })), floor, heard }
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
