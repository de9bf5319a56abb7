const MINUTE_MS = 60_000
export const USUAL_MINUTES = 1440
const OFFERED = [60, 240, 480, 1440, 4320, 10080]

/**
 * After how many minutes a room can be made to end: the one that holds now, and those of the usual
 * ones that do not end it at once.
 */
export function lifetimeChoices(current, createdAt, now) {
  const ahead = OFFERED.filter(minutes => createdAt + minutes * MINUTE_MS > now + MINUTE_MS)
  return [...new Set([...ahead, ...(current ? [current] : [])])].sort((a, b) => a - b)
}

/**
 * What is left of a lifetime in whole minutes, hours or days, rounded down so that it promises no
 * time that is not there.
 * @returns {number} minutes
 */
export function roughly(ms) {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS))
  const step = minutes >= 2880 ? 1440 : minutes >= 120 ? 60 : 1
  return Math.floor(minutes / step) * step
}
