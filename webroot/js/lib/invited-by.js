import { parseInvite } from "../crypto.js"

/**
 * The invitation that stands on the last line of a text, when it is one of this server.
 * @returns {{name: string, code: string}|null}
 */
export function invitedBy(text, origin) {
  const last = text.trim().split("\n").at(-1).trim()
  return last.startsWith(`${origin}/#`) && !/\s/.test(last) ? parseInvite(last) : null
}
