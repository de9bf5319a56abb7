import { useRef } from "preact/hooks"
import { t } from "../i18n.js"
import { Failure } from "../protocol.js"
import { say } from "../view.js"
import { takesDocuments } from "./choose-documents.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { RecipientRows } from "./recipient-rows.js"
import { Transfer } from "./transfer.js"

/** Under one's own document: its upload while that runs, its recipients, taking it back. */
export function OwnActions({ room, document, people }) {
  const sending = room.documents.sendingOf(document.file)
  const withdraw = () => room.documents.withdraw(document.file).catch(sayWhy)
  return html`${sending && html`<${Upload} room=${room} sending=${sending} />`}
    ${!sending && !document.stored && html`<${Interrupted} room=${room} document=${document} />`}
    <${RecipientRows} room=${room} document=${document} people=${people} nudging=${true} />
    ${
      !sending &&
      html`<div class="document-actions">
        <button type="button" class="link-button" onClick=${withdraw} data-testid="withdraw-file">
          ${t("doc.withdraw")}
        </button>
      </div>`
    }`
}

const sayWhy = refusal => say(failureText(refusal))

const PHASES = {
  waiting: "doc.waiting",
  preparing: "doc.preparing",
  sending: "doc.sending",
  broken: "doc.broken",
  paused: "doc.paused",
  sent: "doc.sent",
}

/** An upload from this page: how far it is, and what can be done about it. */
export function Upload({ room, sending }) {
  const state = sending.state.value
  const { phase, failure } = state
  const moving = ["waiting", "sending", "broken"].includes(phase)
  const again = wordsToGoOn(state)
  const wrong = failure?.slug === "other_file" // of a document that another file may go on with
  const { documents } = room
  return html`${
    phase === "failed"
      ? html`<${Broken} failure=${failure} />`
      : html`<${Transfer}
          label=${t("doc.upload_of", { name: sending.name })}
          state=${state}
          size=${sending.size}
          words=${t(PHASES[phase] ?? PHASES.waiting)}
        />`
  }
    <div class="document-actions">
      ${moving && html`<${Act} words=${t("doc.pause")} run=${() => sending.pause()} testid="pause" />`}
      ${
        failure?.slug === "lost_key" &&
        html`<${Act}
          words=${t("doc.send_anew")}
          run=${() => sendAnew(room, sending)}
          testid="send-anew"
        />`
      }
      ${again && html`<${Act} words=${t(again)} run=${() => documents.start(sending)} testid="go-on" />`}
      ${
        phase !== "sent" &&
        html`<${Act}
          words=${t(phase === "failed" ? "doc.discard" : "cancel")}
          run=${() => (wrong ? documents.discard(sending) : documents.cancel(sending))}
          testid="cancel-upload"
        />`
      }
    </div>`
}

/** Nothing is taken back that could not be offered again. */
function sendAnew(room, sending) {
  if (takesDocuments(room)) room.documents.sendAnew(sending).catch(sayWhy)
  else say(t("send.stopped"))
}

/** The words of the button that sets it going again, if one may help. */
function wordsToGoOn({ phase, failure }) {
  if (phase === "paused") return "doc.go_on"
  const hopeless = ["other_file", "unreadable", "lost_key"].includes(failure?.slug)
  return phase === "failed" && !hopeless ? "doc.retry" : null
}

export function Act({ words, run, testid, primary = false, label }) {
  return html`<button
    type="button"
    class=${primary ? "button button-primary" : "button"}
    aria-label=${label}
    onClick=${run}
    data-testid=${testid}
  >
    ${words}
  </button>`
}

export function Broken({ failure }) {
  return html`<p class="document-failure" role="alert">
    <${Icon} name="warning" /> ${brokenWords(failure)}
  </p>`
}

/** A locked room has other words for those at its door. */
const brokenWords = failure =>
  failure.code === Failure.roomLocked ? t("send.stopped") : failureText(failure)

/** After a reload the page no longer has the file: the person gives it again. */
function Interrupted({ room, document }) {
  const input = useRef(null)
  const choose = event => {
    const [blob] = event.target.files
    if (blob) room.documents.goOn(document.file, blob)
  }
  return html`<p class="document-failure"><${Icon} name="warning" /> ${t("doc.interrupted")}</p>
    <div class="document-actions">
      <${Act} words=${t("doc.choose_again")} run=${() => input.current.click()} testid="choose-again" />
      <input
        type="file"
        class="visually-hidden"
        tabindex="-1"
        aria-hidden="true"
        ref=${input}
        onChange=${choose}
        data-testid="again-input"
      />
    </div>`
}
