import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { roughly } from "../lib/lifetimes.js"
import { countdown } from "../lib/time.js"
import { now } from "../view.js"
import { html } from "./html.js"
import { lifetimeWords } from "./lifetime-words.js"

const BY_THE_SECOND_MS = 10 * 60_000

/** When the room ends by itself, on this device's clock; 0 while that is not known. */
function endOf(room) {
  return room.expiresAt.value && room.expiresAt.value - (room.serverNow() - Date.now())
}

/** How long the room still lives, roughly; nothing in its last minutes, which `Countdown` counts. */
export function TimeToLive({ room }) {
  const left = endOf(room) - now.value
  if (!room.expiresAt.value || left <= BY_THE_SECOND_MS) return null
  return html`<span class="room-sign time-to-live" data-testid="time-to-live">
    ${t("room.ends_in", { time: lifetimeWords(roughly(left)) })}
  </span>`
}

/** The last minutes before the room ends by itself, by the second: in the head, or as a strip. */
export function Countdown({ room, strip = false }) {
  const ends = endOf(room)
  if (!ends || ends - now.value > BY_THE_SECOND_MS) return null
  return html`<span class=${strip ? "ending-strip" : "room-sign"} data-testid="countdown">
    <${TimeLeft} until=${ends} words=${time => t("room.ends_in", { time })} />
  </span>`
}

/** Words around a time that counts down by the second; `over`, when given, once it has run out. */
export function TimeLeft({ until, words, over }) {
  const [time, setTime] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const out = over !== undefined && time >= until
  return html`<span role="timer">${out ? over : words(countdown(until - time))}</span>`
}
