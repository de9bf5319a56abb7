const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const formats = new Map()

function cached(kind, language, make) {
  const key = `${kind} ${language}`
  if (!formats.has(key)) formats.set(key, make())
  return formats.get(key)
}

/**
 * How long ago `at` was, in a few words; "" within the last minute, so that the caller can say
 * "now" in its own words. A clock that runs a little ahead of ours counts as now.
 */
export function relativeTime(at, now, language) {
  const age = now - at
  if (age < MINUTE) return ""
  const ago = cached(
    "ago",
    language,
    () => new Intl.RelativeTimeFormat(language, { style: "short" }),
  )
  if (age < HOUR) return ago.format(-Math.floor(age / MINUTE), "minute")
  if (age < DAY) return ago.format(-Math.floor(age / HOUR), "hour")
  return ago.format(-Math.floor(age / DAY), "day")
}

export function exactTime(at, language) {
  return cached(
    "exact",
    language,
    () => new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" }),
  ).format(at)
}

export function longDay(at, language) {
  return cached(
    "day",
    language,
    () => new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }),
  ).format(at)
}

export function sameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

/** "0:27", "12:05" or "1:02:03"; never below zero. Part of a second counts as a whole one. */
export function countdown(ms) {
  const left = Math.max(0, Math.ceil(ms / SECOND))
  const two = n => String(n).padStart(2, "0")
  const hours = Math.floor(left / 3600)
  const minutes = Math.floor(left / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`
}

/** A waiting time as {count, unit} with unit "second" or "minute", rounded up. */
export function waitingTime(ms) {
  const seconds = Math.max(1, Math.ceil(ms / SECOND))
  return seconds < 90
    ? { count: seconds, unit: "second" }
    : { count: Math.ceil(seconds / 60), unit: "minute" }
}

/** The time that something still takes, as {count, unit} with unit "second", "minute" or "hour". */
export function timeLeft(ms) {
  const { count, unit } = waitingTime(ms)
  return unit === "minute" && count >= 90 ? { count: Math.ceil(count / 60), unit: "hour" } : { count, unit }
}
