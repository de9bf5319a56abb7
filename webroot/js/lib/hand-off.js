/** Where documents stand with the people they are for, as the screens tell it. */

const OPEN = ["offered", "received"]

/**
 * @param {object} document see Documents
 * @param {Map<string, object>} members see Roster
 * @returns {{seat: string, name: string, state: string, reason: string, plain: boolean,
 *   fetched: number, gone: boolean}[]} one for each recipient, in the order in which they came
 */
export function standings({ by, to, states, fetching }, members) {
  const known = [...members.keys()].filter(seat => seat !== by)
  const meant = to ?? known.filter(seat => members.get(seat).state !== "gone" || states.has(seat))
  const seats = new Set([...meant, ...states.keys()])
  return [...seats].map(seat => ({
    seat,
    name: members.get(seat)?.name ?? "",
    gone: (members.get(seat)?.state ?? "gone") === "gone",
    state: states.get(seat)?.state ?? "offered",
    reason: states.get(seat)?.reason ?? "",
    plain: states.get(seat)?.plain ?? false,
    fetched: fetching.get(seat) ?? 0,
  }))
}

/** @returns {boolean} whether the person still has to do something about the document */
export function isOpen({ state, gone }) {
  return !gone && OPEN.includes(state)
}

/**
 * How a document stands with those who are here: {document, total, confirmed, open: [standings]},
 * and `against` for those who declined it or say that it does not open.
 */
export function summary(document, members) {
  const here = standings(document, members).filter(({ gone }) => !gone)
  return {
    document,
    total: here.length,
    confirmed: here.filter(({ state }) => state === "confirmed").length,
    open: here.filter(isOpen),
    against: here.filter(({ state }) => state === "declined" || state === "disputed"),
  }
}

/**
 * What the room waits for: {documents, seats, mine}: how many documents, for whom, and how many
 * of them for this seat. Withdrawn ones wait for nobody.
 */
export function waitingFor(documents, members, seat) {
  const open = documents
    .filter(({ withdrawn }) => !withdrawn)
    .map(document => summary(document, members).open.map(({ seat }) => seat))
    .filter(seats => seats.length > 0)
  const mine = open.filter(seats => seats.includes(seat)).length
  return { documents: open.length, seats: [...new Set(open.flat())], mine }
}

/**
 * Whether something that waits for one person's confirmation may go now.
 * @returns {"now"|"waiting"|"never"}
 */
export function mayGo({ file, seat }, documents, members) {
  const document = documents.get(file)
  const standing = document && standings(document, members).find(each => each.seat === seat)
  if (standing?.state === "confirmed") return "now"
  return standing && isOpen(standing) && !document.withdrawn ? "waiting" : "never"
}
