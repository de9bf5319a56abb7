import { useRef, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { mayGo } from "../lib/hand-off.js"
import { mentions, seatsByName } from "../lib/mentions.js"
import { failureText } from "./failure-words.js"
import { FollowButton } from "./follow-button.js"
import { FormattedText } from "./formatted-text.js"
import { FusedText } from "./fused-text.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { useLongPress } from "./long-press.js"
import { MessageActions } from "./message-actions.js"
import { MessageFoot } from "./message-foot.js"
import { Quote } from "./quote.js"
import { Failure } from "../protocol.js"
import { addressee, fuse } from "../view.js"
import { giveUp, offersActions } from "./about-message.js"
import { TimeStamp } from "./time-stamp.js"
import { Until } from "./until.js"

const ON_ITS_WAY = { sending: "message.sending", held: "message.held" }

/** Something said to all, or whispered. `follows`: the same person spoke just before. */
export function Message({ room, item, follows }) {
  const [open, setOpen] = useState(null)
  const row = useRef(null)
  const whisper = item.kind === "whisper"
  const named = !item.mine && namesYou(room, item)
  const classes = ["message", follows && "follows", whisper && "whisper", item.mine && "mine",
    named && "names-you"]
  const offers = offersActions(item)
  const held = useLongPress(offers ? () => setOpen(row) : null)
  const press = event => {
    if (event.target !== row.current || !offers || !OPENS_MENU.includes(event.key)) return
    event.preventDefault()
    setOpen(row)
  }
  return html`<li
    class=${classes.filter(Boolean).join(" ")}
    ref=${row}
    tabindex="-1"
    data-key=${item.key}
    data-roving
    ...${held}
    onKeyDown=${press}
    data-testid=${whisper ? "whisper" : "message"}
    data-delivery=${item.delivery}
  >
    <span
      dir="auto"
      class=${follows ? "message-by visually-hidden" : "message-by"}
      title=${item.name}
    >
      ${item.name || t("people.someone")}
    </span>
    <div class="message-body">
      ${whisper && html`<${WhisperLabel} item=${item} />`}
      ${item.answers && !item.retracted && html`<${Quote} room=${room} answers=${item.answers} />`}
      <div class="message-text"><${Text} room=${room} item=${item} /></div>
      ${whisper && html`<${FollowButton} room=${room} item=${item} />`}
      ${item.sealed === false && !item.retracted && html`<${NotSealed} />`}
      <${MessageFoot} room=${room} item=${item} />
      ${item.delivery === "failed" && html`<${Failed} room=${room} item=${item} />`}
      ${item.delivery === "held" && html`<${Held} room=${room} item=${item} />`}
    </div>
    <div class="message-side">
      <span class="message-time"><${When} room=${room} item=${item} /></span>
      ${
        offers &&
        html`<${MessageActions} room=${room} item=${item} open=${open} setOpen=${setOpen} />`
      }
    </div>
  </li>`
}

const OPENS_MENU = ["Enter", "ContextMenu"]

function When({ room, item }) {
  const changing = (room.changing.value.get(item.seq) ?? 0) > 0
  const words = changing ? "message.sending" : ON_ITS_WAY[item.delivery]
  return words
    ? html`<span class="sending">${t(words)}</span>`
    : html`<${TimeStamp} at=${item.at} />`
}

const namesYou = (room, { text }) =>
  text.includes("@") && mentions(text, seatsByName(room.members.value), room.you.value?.seat)

const UNREADABLE = {
  no_key: "message.no_key",
  forged: "message.forged",
  changed: "message.forged",
  replayed: "message.forged",
  no_sender: "message.forged",
}

function Text({ room, item }) {
  if (item.retracted) return html`<${TakenBack} item=${item} />`
  if (item.blank) {
    return html`<p class="unreadable" data-testid="blank">${t("message.blank")}</p>`
  }
  if (item.unreadable) {
    const name = item.name || t("people.someone")
    const words = t(UNREADABLE[item.why] ?? "message.unreadable", { name })
    return html`<p class="unreadable" data-testid="unreadable">${words}</p>`
  }
  if (item.fuse) return html`<${FusedText} room=${room} item=${item} />`
  const named = item.text.includes("@")
    ? { seats: seatsByName(room.members.value), you: room.you.value?.seat }
    : {}
  return html`<${FormattedText} text=${item.text} ...${named} />`
}

/** Stands where a message was. */
function TakenBack({ item }) {
  const own = item.retracted.by === item.by
  const words = t(own ? "message.taken_back" : "message.taken_back_admin")
  return html`<p class="unreadable" data-testid="taken-back">${words}</p>`
}

/** From a client that does not seal, in a room that allows it; or from the server itself. */
function NotSealed() {
  return html`<p class="not-sealed" data-testid="not-sealed">
    <${Icon} name="warning" />${t("message.not_sealed")}
  </p>`
}

function WhisperLabel({ item: { mine, name, toName } }) {
  const words = mine
    ? t("message.whisper_to", { name: toName || t("people.someone") })
    : t("message.whisper_from", { name: name || t("people.someone") })
  return html`<p class="whisper-label"><${Icon} name="whisper" />${words}</p>`
}

/** Waits until somebody has confirmed a document. */
function Held({ room, item }) {
  const state = mayGo(item.until, room.documents.files.value, room.members.value)
  return html`<${Until} room=${room} until=${item.until} state=${state} />
    <div class="failed-actions">
      <button
        type="button"
        class="button"
        onClick=${() => room.retry(item.key)}
        data-testid="send-now"
      >
        ${t("doc.send_now")}
      </button>
      <button
        type="button"
        class="button"
        onClick=${() => room.discard(item.key)}
        data-testid="discard"
      >
        ${t("message.discard")}
      </button>
    </div>`
}

/** Takes a whisper back to be sent to somebody else. It stays addressed until that is chosen, and covered. */
function putBack(room, { key, to, fuse: cover, text: open }) {
  const text = cover?.text ?? open
  giveUp(room)
  room.discard(key)
  const draft = room.draft.value
  room.draft.value = draft.trim() ? `${text}\n${draft}` : text
  addressee.value = to
  if (cover) fuse.value = cover.seconds
  document.getElementById("message-text")?.focus()
}

function Failed({ room, item }) {
  const nobody = item.failure?.code === Failure.noSuchSeat
  return html`<div class="failed">
    <p>
      <${Icon} name="warning" />
      <strong>${t("message.failed")}</strong> ${failureText(item.failure)}
    </p>
    <div class="failed-actions">
      <button
        type="button"
        class="button"
        onClick=${() => (nobody ? putBack(room, item) : room.retry(item.key))}
        data-testid=${nobody ? "put-back" : "retry"}
      >
        ${t(nobody ? "message.put_back" : "message.retry")}
      </button>
      <button
        type="button"
        class="button"
        onClick=${() => room.discard(item.key)}
        data-testid="discard"
      >
        ${t("message.discard")}
      </button>
    </div>
  </div>`
}
