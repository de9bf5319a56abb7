import { t } from "../i18n.js"
import { failureText } from "./failure-words.js"
import { FormattedText } from "./formatted-text.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { TimeStamp } from "./time-stamp.js"

/** Something said to all, or whispered. `follows`: the same person spoke just before. */
export function Message({ room, item, follows }) {
  const whisper = item.kind === "whisper"
  const classes = ["message", follows && "follows", whisper && "whisper", item.mine && "mine"]
  return html`<li
    class=${classes.filter(Boolean).join(" ")}
    data-testid=${whisper ? "whisper" : "message"}
    data-delivery=${item.delivery}
  >
    <span class=${follows ? "message-by visually-hidden" : "message-by"}>
      ${item.name || t("people.someone")}
    </span>
    <div class="message-body">
      ${whisper && html`<${WhisperLabel} item=${item} />`}
      <div class="message-text"><${Text} item=${item} /></div>
      ${!item.sealed && html`<${NotSealed} />`}
      ${item.delivery === "failed" && html`<${Failed} room=${room} item=${item} />`}
    </div>
    <span class="message-time">
      ${
        item.delivery === "sending"
          ? html`<span class="sending">${t("message.sending")}</span>`
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
}

function Text({ item }) {
  if (item.unreadable) {
    const words = t(UNREADABLE[item.why] ?? "message.unreadable")
    return html`<p class="unreadable" data-testid="unreadable">${words}</p>`
  }
  return html`<${FormattedText} text=${item.text} />`
}

/** From a client that does not seal, in a room that allows it. */
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

function Failed({ room, item }) {
  return html`<div class="failed">
    <p>
      <${Icon} name="warning" />
      <strong>${t("message.failed")}</strong> ${failureText(item.failure)}
    </p>
    <div class="failed-actions">
      <button
        type="button"
        class="button"
        onClick=${() => room.retry(item.key)}
        data-testid="retry"
      >
        ${t("message.retry")}
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
