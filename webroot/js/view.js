import { effect, signal } from "@preact/signals"

/** What the page shows besides the state of the session and its room. */
export const sheet = signal(null)
export const note = signal(null)
export const addressee = signal("")
/** How messages are covered: null not at all, else the seconds that they stay once they were shown. */
export const fuse = signal(null)
/** null, or what the composer is for: {what: "reply"|"edit", item, before} with the draft before. */
export const composing = signal(null)
/** Whether the room's messages are being searched. */
export const searching = signal(false)
/** null, or the entry of the timeline that is to be shown: {key, quietly}; see `jumpTo`. */
export const wanted = signal(null)
export const invitation = signal(null)
export const narrow = signal(false)
export const now = signal(Date.now())
export const booted = signal(false)
export const sealable = signal(true)

/** Opens one sheet by name, with what it needs to know: openSheet("remove", {member}). */
export function openSheet(name, details = {}) {
  sheet.value = { name, ...details }
}

export function closeSheet() {
  sheet.value = null
}

/** Leads to an entry of the timeline, with the focus unless it is to be done quietly. */
export function jumpTo(key, { quietly = false } = {}) {
  wanted.value = { key, quietly }
}

let noteTimer = 0

/** A short line for eyes and screen readers that goes away by itself. */
export function say(text) {
  clearTimeout(noteTimer)
  note.value = { text }
  noteTimer = setTimeout(() => (note.value = null), 8000)
}

const phone = matchMedia("(max-width: 47.99rem)")
narrow.value = phone.matches
phone.addEventListener("change", () => (narrow.value = phone.matches))

setInterval(() => (now.value = Date.now()), 15_000)
document.addEventListener("visibilitychange", () => (now.value = Date.now()))

/** A new room starts without the sheets and the addressee of the one before. */
export function startClean(roomSignal) {
  effect(() => {
    roomSignal.value
    addressee.value = ""
    fuse.value = null
    composing.value = null
    wanted.value = null
    searching.value = false
    sheet.value = null
  })
}
