import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { countdown } from "../lib/time.js"
import { now } from "../view.js"
import { html } from "./html.js"

const SHOWN_BEFORE_MS = 10 * 60_000

/** The time left before the room ends by itself, shown in its last minutes only: in the head, or as a strip. */
export function Countdown({ room, strip = false }) {
  if (!room.expiresAt.value) return null
  const ends = room.expiresAt.value - (room.serverNow() - Date.now())
  if (ends - now.value > SHOWN_BEFORE_MS) return null
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
