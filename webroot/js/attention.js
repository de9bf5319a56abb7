import { effect } from "@preact/signals"
import { t } from "./i18n.js"
import { faviconUrl } from "./lib/favicon.js"
import { mentions, seatsByName } from "./lib/mentions.js"
import { prefs } from "./prefs.js"
import { session } from "./session.js"
import { Wake } from "./wake.js"

const AWAY_AFTER_MS = 5 * 60_000
const HIDDEN_AWAY_AFTER_MS = 60_000
const RECENT = 50

/** Title, icon, sound, notifications and "away": how the room reaches a person who looks elsewhere. */
export function watchAttention() {
  effect(showUnread)
  effect(markSeenWhileLooking)
  watchNews()
  watchPresence()
  watchTransfers()
}

function showUnread() {
  const room = session.room.value
  const live = room && room.status.value === "in" ? room : null
  const unread = live ? live.unread.value : 0
  const base = live ? `${live.name} · NoBooks` : "NoBooks"
  document.title = unread > 0 ? `(${unread}) ${base}` : base
  document.querySelector('link[rel="icon"]').href = faviconUrl(unread)
}

function markSeenWhileLooking() {
  const room = session.room.value
  if (room && room.unread.value > 0 && looking()) queueMicrotask(() => room.markSeen())
}

function looking() {
  return document.visibilityState === "visible" && document.hasFocus()
}

function watchNews() {
  let watched = null
  let heard = new Set()
  let asking = new Set() // who knocks once more is told once more
  effect(() => {
    const room = session.room.value
    const items = room ? room.timeline.value.slice(-RECENT) : []
    const knocks = room ? room.waiting.value : []
    const keys = [...items.map(i => i.key), ...knocks.map(k => `knock ${k.seat}`)]
    if (room !== watched) heard = new Set(keys)
    if (room === watched) {
      if (!looking()) {
        items
          .filter(i => !heard.has(i.key) && isNews(i))
          .slice(-1)
          .forEach(item => tellMessage(room, item))
      }
      knocks.filter(k => !heard.has(`knock ${k.seat}`)).forEach(tellKnock)
    }
    watched = room
    const gone = [...asking].filter(key => !keys.includes(key))
    for (const key of gone) heard.delete(key)
    for (const key of keys) heard.add(key)
    asking = new Set(keys.filter(key => key.startsWith("knock ")))
  })
}

function isNews(item) {
  return item.kind !== "notice" && !item.mine
}

function tellMessage(room, item) {
  const title = t(newsOf(room, item), { name: item.name })
  attract(title, prefs.notifyText.peek() === "on" ? (item.text ?? "") : "")
}

function newsOf(room, { kind, text = "" }) {
  if (kind === "document") return "notify.document"
  const named = mentions(text, seatsByName(room.members.peek()), room.you.peek().seat)
  return named ? "notify.mention" : "notify.message"
}

function tellKnock(knock) {
  attract(t("notify.knock", { name: knock.name }), "")
}

function attract(title, body) {
  if (prefs.sound.peek() === "on") chime()
  if (looking() || prefs.notify.peek() !== "on" || !("Notification" in window)) return
  if (Notification.permission !== "granted") return
  try {
    notify(title, body)
  } catch {
    // Browsers of phones have the class, but take notifications from service workers only.
  }
}

function notify(title, body) {
  const shown = new Notification(title, { body, tag: "nobooks", icon: faviconUrl(0) })
  shown.addEventListener("click", () => {
    window.focus()
    shown.close()
  })
}

let audio = null

/** Two short soft tones; needs no file, and no sound is made before the person switched it on. */
export function chime() {
  audio ??= new AudioContext()
  ;[660, 880].forEach((pitch, i) => {
    const tone = audio.createOscillator()
    const loudness = audio.createGain()
    const start = audio.currentTime + i * 0.12
    tone.frequency.value = pitch
    loudness.gain.setValueAtTime(0.0001, start)
    loudness.gain.exponentialRampToValueAtTime(0.08, start + 0.02)
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.25)
    tone.connect(loudness).connect(audio.destination)
    tone.start(start)
    tone.stop(start + 0.3)
  })
}

function watchPresence() {
  let timer = 0
  let away = false
  const tell = value => {
    const room = session.room.peek()
    if (away === value || !room || room.status.peek() !== "in") return
    away = value
    room.setAway(value)
  }
  const wait = () => {
    clearTimeout(timer)
    const hidden = document.visibilityState === "hidden"
    if (!hidden) tell(false)
    timer = setTimeout(() => tell(true), hidden ? HIDDEN_AWAY_AFTER_MS : AWAY_AFTER_MS)
  }
  const seen = () => {
    const room = session.room.peek()
    if (room && looking()) room.markSeen()
    wait()
  }
  document.addEventListener("visibilitychange", seen)
  window.addEventListener("focus", seen)
  for (const sign of ["pointerdown", "keydown"]) {
    document.addEventListener(sign, wait, { passive: true })
  }
  effect(() => {
    session.room.value
    away = false
    wait()
  })
}

/** A phone that sleeps cuts what it sends and receives. */
function watchTransfers() {
  if (!navigator.wakeLock) return
  const wake = new Wake(() => navigator.wakeLock.request("screen"))
  const tell = () => {
    const busy = session.room.value?.documents.busy.value === true
    wake.want(busy && prefs.awake.value === "on" && document.visibilityState === "visible")
  }
  effect(tell)
  document.addEventListener("visibilitychange", tell)
}
