const MINUTE_MS = 60_000
const OFFERED = [60, 240, 480, 1440, 4320, 10080]

/**
 * After how many minutes a room can be made to end: the one that holds now, and those of the usual
 * ones that do not end it at once.
 */
export function lifetimeChoices(current, createdAt, now) {
  const ahead = OFFERED.filter(minutes => createdAt + minutes * MINUTE_MS > now + MINUTE_MS)
  return [...new Set([...ahead, ...(current ? [current] : [])])].sort((a, b) => a - b)
}
