import { bytesLeft } from "../body.js"
import { language, t } from "../i18n.js"
import { listNames } from "../lib/people.js"
import { Limit } from "../protocol.js"
import { composing, fuse } from "../view.js"
import { fuseWords } from "./fuse-words.js"
import { concerned } from "./about-message.js"
import { ComposingBar } from "./composing-bar.js"
import { html } from "./html.js"

const TOLD_BELOW_BYTES = Limit.bodyBytes / 5

/** What is left of the size of one message, or null while that is far away. */
export function roomLeftFor(text, about) {
  const left = bytesLeft(text, about)
  return left < TOLD_BELOW_BYTES ? { left, over: left < 0 } : null
}

/** One line above the message with its place reserved: who types, to whom it goes, what is left. */
export function ComposerHints({ room, outgoing, people, whisper }) {
  const left = outgoing.text ? roomLeftFor(outgoing.text, concerned()) : null
  return html`<div class="hints">
    <${ComposingBar} room=${room} whisper=${whisper} />
    <p class="typing" data-testid="typing">${typingWords(room.typing.value)}</p>
    <p class="hint" id="compose-hints" role="status">${hintWords(outgoing, people, left)}</p>
  </div>`
}

function typingWords(names) {
  if (names.length === 0) return ""
  if (names.length > 3) return t("compose.many_typing")
  return t("compose.typing", { count: names.length, names: listNames(names, language.value) })
}

function hintWords(outgoing, people, left) {
  if (left) {
    return left.over
      ? t("compose.too_long", { count: -left.left })
      : t("compose.left", { count: left.left })
  }
  if (outgoing.unnamed) return t("compose.all_see")
  const covered = composing.value?.what === "edit" ? null : fuse.value
  if (outgoing.kind === "say" && covered !== null) return fuseWords(covered)
  if (outgoing.kind !== "whisper") return ""
  const to = people.find(member => member.seat === outgoing.seat)
  if (!to) return t("failure.no_such_seat")
  const only = t("compose.only_to", { name: to.name })
  return covered === null ? only : `${only}. ${fuseWords(covered)}`
}
