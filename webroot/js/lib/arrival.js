const HELD_BY_A_ROOM = ["entering", "waiting", "in"]

/**
 * What to do with a link that was opened in this page: "broken" when it names no room, "elsewhere"
 * when one is in a room, "front" when the page shows what is left of a room, else "stay".
 * @param {object|null} invited what the link names @param {string|undefined} status of the room
 */
export function arrival(invited, status) {
  if (invited === null) return "broken"
  if (status === undefined) return "stay"
  return HELD_BY_A_ROOM.includes(status) ? "elsewhere" : "front"
}
