import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks"
import { language, t } from "../i18n.js"
import { foldName } from "../lib/fold.js"
import { readOutgoing } from "../lib/outgoing.js"
import { sortPeople } from "../lib/people.js"
import { addressee, composing, fuse, narrow, openSheet, say } from "../view.js"
import { answered, concerned, editLast, giveUp, sendEdit } from "./about-message.js"
import { ComposerHints, roomLeftFor } from "./composer-hints.js"
import { ComposerTools } from "./composer-tools.js"
import { html } from "./html.js"
import { leaveRoom } from "./leave-room.js"
import { MentionList, useMentions } from "./mention-list.js"
import { ToPicker } from "./to-picker.js"

export function Composer({ room }) {
  const text = useRef(null)
  const { here, gone } = useOthers(room)
  const draft = room.draft.value
  const editing = composing.value?.what === "edit"
  const read = typed =>
    editing ? plainWords(typed) : readOutgoing(typed, { to: addressee.value, people: [...gone, ...here], fold: foldName })
  const outgoing = read(draft)
  const mentions = useMentions(text, here, value => (room.draft.value = value))
  const whisper =
    outgoing.kind === "whisper" ||
    (!editing && addressee.value !== "" && outgoing.kind === "nothing")

  useEffect(() => {
    if (!narrow.peek() && !document.querySelector("dialog[open]")) text.current.focus()
  }, [])
  useLayoutEffect(() => fitHeight(text.current), [draft])

  const write = event => {
    room.draft.value = event.target.value
    mentions.look()
    if (read(event.target.value).kind === "say") room.typingNow()
  }
  const send = () => {
    mentions.close()
    if (editing) changeWords(room, outgoing)
    else if (sendOut(room, outgoing, here)) room.draft.value = ""
    text.current.focus()
  }
  const press = event => {
    if (mentions.press(event) || besides(room, event)) return
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }
  const submit = event => {
    event.preventDefault()
    send()
  }
  return html`<form class=${whisper ? "composer composer-whisper" : "composer"} onSubmit=${submit}>
    <${ComposerHints} room=${room} outgoing=${outgoing} people=${here} whisper=${whisper} />
    <${ToPicker} room=${room} people=${here} chosen=${outgoing.seat ?? addressee.value} />
    <${ComposerTools} room=${room} outgoing=${outgoing} people=${here} />
    <label class="visually-hidden" for="message-text">
      ${t(editing ? "compose.editing" : "compose.label")}
    </label>
    ${mentions.offer && html`<${MentionList} ...${mentions} />`}
    <textarea
      id="message-text"
      ref=${text}
      rows="1"
      dir="auto"
      value=${draft}
      placeholder=${t(whisper ? "compose.placeholder_whisper" : "compose.placeholder")}
      aria-describedby="compose-hints"
      aria-autocomplete="list"
      aria-controls=${mentions.offer ? "mention-list" : undefined}
      aria-activedescendant=${mentions.offer ? `mention-${mentions.offer.chosen}` : undefined}
      enterkeyhint="send"
      onInput=${write}
      onKeyDown=${press}
      onBlur=${mentions.close}
      data-testid="message-text"
    ></textarea>
    <button
      type="submit"
      class="button button-primary send"
      data-testid="send"
    >${t(editing ? "compose.save" : "send")}</button>
  </form>`
}

/** Keys of the field besides those that write and send. @returns {boolean} whether it was one */
function besides(room, event) {
  const { key, isComposing, shiftKey, altKey, ctrlKey, metaKey } = event
  if (isComposing || shiftKey || altKey || ctrlKey || metaKey) return false
  if (key === "Escape" && composing.value !== null) giveUp(room)
  else if (key !== "ArrowUp" || composing.value || room.draft.value !== "" || !editLast(room)) {
    return false
  }
  event.preventDefault()
  return true
}

const plainWords = typed => {
  const text = typed.trim()
  return text === "" ? { kind: "nothing" } : { kind: "say", text }
}

/** Other words for a message; none at all asks whether it is to be taken back. */
function changeWords(room, { kind, text }) {
  const { item } = composing.value
  if (kind === "nothing") openSheet("retract", { item })
  else if (roomLeftFor(text, concerned())?.over) say(t("failure.too_large"))
  else sendEdit(room, text)
}

/** Sorted once for each change, not at each key. */
function useOthers(room) {
  const { seat } = room.you.value ?? {}
  const members = room.members.value
  const reader = language.value
  return useMemo(() => {
    const { here, gone } = sortPeople(members, seat, reader)
    return { here: here.filter(m => m.seat !== seat), gone }
  }, [members, seat, reader])
}

/** Sends or does what was typed. @returns {boolean} whether the text may go from the field */
function sendOut(room, outgoing, people) {
  switch (outgoing.kind) {
    case "command":
      runCommand(room, outgoing.name)
      return true
    case "unknown":
      say(t("compose.unknown", { name: outgoing.name }))
      return false
    case "nobody":
      say(t("compose.nobody", { name: outgoing.name }))
      return false
    case "nothing":
      return false
    default:
      return sendText(room, outgoing, people)
  }
}

function sendText(room, { kind, seat, text }, people) {
  if (roomLeftFor(text, kind === "say" ? answered() : undefined)?.over) {
    say(t("failure.too_large"))
    return false
  }
  if (kind === "say") {
    room.say(text, null, fuse.value === null ? answered() : undefined, fuse.value)
    composing.value = null
    return true
  }
  if (!people.some(member => member.seat === seat)) {
    say(t("failure.no_such_seat"))
    return false
  }
  room.whisper(seat, text, null, fuse.value)
  composing.value = null
  return true
}

function runCommand(room, name) {
  room.draft.value = ""
  if (name === "leave") leaveRoom(room)
  else openSheet(name === "help" ? "shortcuts" : "invite")
}

/** For browsers that do not size a field by its content. */
function fitHeight(field) {
  if (CSS.supports("field-sizing", "content")) return
  field.style.height = "auto"
  field.style.height = `${field.scrollHeight + 2}px`
}
