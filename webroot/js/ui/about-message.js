import { t } from "../i18n.js"
import { session } from "../session.js"
import { addressee, composing, openSheet, say } from "../view.js"
import { failureText } from "./failure-words.js"

/** What is offered for a message: who may do what, and for how long. */

/** Offered first as reactions; any other that is there already can be joined. */
export const REACTIONS = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"]

/** Whether a message is in the room, for all, and not taken back. */
export const standing = ({ kind, seq, delivery, retracted }) =>
  kind === "said" && seq !== undefined && delivery === "sent" && !retracted

const inTime = (room, { at }) =>
  room.serverNow() - at < (session.limits.peek().editWithinMs ?? 0)

export const canEdit = (room, item) =>
  standing(item) && item.mine && !item.blank && !item.unreadable && !item.fuse && inTime(room, item)

export const canRetract = (room, item) =>
  standing(item) && (room.you.value?.admin || (item.mine && inTime(room, item)))

/** Whether its words can be had now: what is covered has none until it is shown, and is not copied then. */
const readable = item => !item.unreadable && !item.blank && item.text !== ""

/** Whether there is anything to do with a message. */
export const offersActions = item =>
  standing(item) || (isWhisper(item) && !item.unreadable && (!item.mine || readable(item)))

const isWhisper = ({ kind, delivery }) => kind === "whisper" && delivery === "sent"

/** @returns {{id: string, words: string, run: () => void}[]} for a menu */
export function actionsFor(room, item) {
  return [
    standing(item) && { id: "reply", words: t("message.reply"), run: () => reply(room, item) },
    item.kind === "whisper" &&
      !item.mine && { id: "whisper-back", words: t("member.whisper"), run: () => whisperBack(item) },
    canEdit(room, item) && { id: "edit", words: t("message.edit"), run: () => edit(room, item) },
    readable(item) && { id: "copy", words: t("message.copy"), run: () => copy(item) },
    canRetract(room, item) && {
      id: "retract",
      words: t("message.retract"),
      run: () => openSheet("retract", { item }),
    },
  ].filter(Boolean)
}

/** @returns {{id: string, words: string, run: () => void}[]} each with `emoji` or `icon` */
export function reactionsFor(room, item) {
  if (!standing(item)) return []
  const { seat } = room.you.value
  const own = item.reactions.find(({ by }) => by === seat)?.text
  const first = REACTIONS.map(emoji => ({
    id: `react-${emoji}`,
    emoji,
    pressed: own === emoji,
    words: t("message.react_with", { emoji }),
    run: () => react(room, item, own === emoji ? "" : emoji),
  }))
  const words = t("message.react_other")
  return [...first, { id: "react-other", icon: "plus", words, run: () => openSheet("emoji", { item }) }]
}

/** Changes one's own reaction to a message; what is refused is told. */
export function react(room, item, text) {
  room.react(item, text).catch(refusal => say(failureText(refusal)))
}

export function reply(room, item) {
  giveUp(room)
  addressee.value = ""
  composing.value = { what: "reply", item }
  toComposer()
}

export function edit(room, item) {
  giveUp(room)
  composing.value = { what: "edit", item, before: room.draft.value }
  room.draft.value = item.text
  toComposer()
}

/** What was being answered or edited is left as it is; a draft from before comes back. */
export function giveUp(room) {
  const left = composing.value
  composing.value = null
  if (left?.what === "edit") room.draft.value = left.before
}

/** @returns {{by: string, cid: string}|undefined} the message that the next one answers */
export function answered() {
  return composing.value?.what === "reply" ? refer(composing.value.item) : undefined
}

/** @returns {{by: string, cid: string}|undefined} the message that the next words are about */
export const concerned = () => (composing.value === null ? undefined : refer(composing.value.item))

const refer = ({ by, cid }) => ({ by, cid })

/** Sends the other words of a message; they come back to the field when they are refused. */
export function sendEdit(room, text) {
  const { item } = composing.value
  giveUp(room)
  if (text === item.text) return
  room.edit(item, text).catch(refusal => {
    say(failureText(refusal))
    if (room.draft.value === "" && canEdit(room, item)) {
      edit(room, item)
      room.draft.value = text
    }
  })
}

/** Edits the last message of one's own, if that is still allowed. */
export function editLast(room) {
  const last = room.timeline.value.findLast(item => item.mine && standing(item))
  if (last === undefined || !canEdit(room, last)) return false
  edit(room, last)
  return true
}

function whisperBack(item) {
  addressee.value = item.by
  toComposer()
}

async function copy({ text }) {
  try {
    await navigator.clipboard.writeText(text)
    say(t("copy.done"))
  } catch {
    say(t("copy.refused"))
  }
}

function toComposer() {
  requestAnimationFrame(() => {
    const field = document.getElementById("message-text")
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  })
}
