import { t } from "../i18n.js"
import { mayGo } from "../lib/hand-off.js"
import { failureText } from "./failure-words.js"
import { FormattedText } from "./formatted-text.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { Failure } from "../protocol.js"
import { addressee } from "../view.js"
import { TimeStamp } from "./time-stamp.js"
import { Until } from "./until.js"

const ON_ITS_WAY = { sending: "message.sending", held: "message.held" }

/** Something said to all, or whispered. `follows`: the same person spoke just before. */
export function Message({ room, item, follows }) {
  const whisper = item.kind === "whisper"
  const classes = ["message", follows && "follows", whisper && "whisper", item.mine && "mine"]
  return html`<li
    class=${classes.filter(Boolean).join(" ")}
    data-testid=${whisper ? "whisper" : "message"}
    data-delivery=${item.delivery}
  >
    <span dir="auto" class=${follows ? "message-by visually-hidden" : "message-by"}>
      ${item.name || t("people.someone")}
    </span>
    <div class="message-body">
      ${whisper && html`<${WhisperLabel} item=${item} />`}
      <div class="message-text"><${Text} item=${item} /></div>
      ${!item.sealed && html`<${NotSealed} />`}
      ${item.delivery === "failed" && html`<${Failed} room=${room} item=${item} />`}
      ${item.delivery === "held" && html`<${Held} room=${room} item=${item} />`}
    </div>
    <span class="message-time">
      ${
        ON_ITS_WAY[item.delivery]
          ? html`<span class="sending">${t(ON_ITS_WAY[item.delivery])}</span>`
          : html`<${TimeStamp} at=${item.at} />`
      }
    </span>
  </li>`
}

const UNREADABLE = {
  no_key: "message.no_key",
  forged: "message.forged",
  changed: "message.forged",
  replayed: "message.forged",
  no_sender: "message.forged",
  retracted: "message.retracted",
}

function Text({ item }) {
  if (item.unreadable) {
    const name = item.name || t("people.someone")
    const words = t(UNREADABLE[item.why] ?? "message.unreadable", { name })
    return html`<p class="unreadable" data-testid="unreadable">${words}</p>`
  }
  return html`<${FormattedText} text=${item.text} />`
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

/** Takes a whisper back to be sent to somebody else. It stays addressed until that is chosen. */
function putBack(room, { key, to, text }) {
  room.discard(key)
  const draft = room.draft.value
  room.draft.value = draft.trim() ? `${text}\n${draft}` : text
  addressee.value = to
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
