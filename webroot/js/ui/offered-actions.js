import { t } from "../i18n.js"
import { previewKind } from "../lib/preview-kind.js"
import { wayToSave } from "../sinks.js"
import { openSheet, say } from "../view.js"
import { failureText } from "./failure-words.js"
import { HandOffState } from "./hand-off-state.js"
import { html } from "./html.js"
import { Act, Broken } from "./own-actions.js"
import { Transfer } from "./transfer.js"

const OPEN = ["offered", "received"]
const UNDER_WAY = ["waiting", "fetching", "broken", "checking"]

/** Under a document that is for oneself: accept or decline, then say whether it opens. */
export function OfferedActions({ room, document, standing }) {
  const receiving = room.documents.receivings.value.get(document.file)
  const state = receiving?.state.value
  if (!document.about) return html`<p class="document-failure">${t("doc.unreadable_meta")}</p>`
  if (state && UNDER_WAY.includes(state.phase)) {
    return html`<${Download} room=${room} document=${document} state=${state} />`
  }
  const Choice = CHOICES[standing.state] ?? Offered
  return html`${state?.phase === "failed" && html`<${Broken} failure=${state.failure} />`}
    ${
      !OPEN.includes(standing.state) &&
      html`<p><${HandOffState} standing=${standing} size=${document.size} /></p>`
    }
    <${Choice} room=${room} document=${document} again=${state?.phase === "failed"} />`
}

const CHOICES = {
  offered: Offered,
  received: Received,
  confirmed: Confirmed,
  declined: Nothing,
  disputed: SaveAgain,
}

function Offered({ room, document, again }) {
  const { file, about } = document
  const way = wayToSave(about.size)
  if (way === null) {
    return html`<p class="document-failure">${t("doc.no_way")}</p>
      <div class="document-actions"><${Decline} room=${room} document=${document} /></div>`
  }
  return html`${way === "memory" && html`<p class="document-quiet">${t("doc.in_memory")}</p>`}
    ${!document.stored && html`<p class="document-quiet">${t("doc.still_coming")}</p>`}
    <div class="document-actions">
      <${Act}
        words=${t(again ? "doc.retry" : "doc.accept")}
        label=${t("doc.accept_name", { name: about.name })}
        run=${() => accept(room, file)}
        primary=${true}
        testid="accept"
      />
      <${Decline} room=${room} document=${document} />
      <${Preview} document=${document} />
    </div>`
}

function Decline({ room, document: { file, about } }) {
  return html`<${Act}
    words=${t("doc.decline")}
    label=${t("doc.decline_name", { name: about.name })}
    run=${() => told(room.documents.decline(file))}
    testid="decline"
  />`
}

function Received({ room, document }) {
  const { file, about } = document
  return html`<p class="document-quiet">${t("doc.look_first")}</p>
    <div class="document-actions">
      <${Act}
        words=${t("doc.confirm")}
        label=${t("doc.confirm_name", { name: about.name })}
        run=${() => told(room.documents.confirm(file))}
        primary=${true}
        testid="confirm-file"
      />
      <${Dispute} document=${document} />
      <${Preview} document=${document} />
      <${Again} room=${room} document=${document} />
    </div>`
}

function Confirmed({ room, document }) {
  return html`<div class="document-actions">
    <${Preview} document=${document} />
    <${Again} room=${room} document=${document} />
    <${Dispute} document=${document} quiet=${true} />
  </div>`
}

function SaveAgain({ room, document }) {
  return html`<div class="document-actions"><${Again} room=${room} document=${document} /></div>`
}

function Nothing() {
  return null
}

function Dispute({ document, quiet = false }) {
  const { file, about } = document
  return html`<button
    type="button"
    class=${quiet ? "link-button" : "button"}
    aria-label=${t("doc.dispute_name", { name: about.name })}
    aria-haspopup="dialog"
    onClick=${() => openSheet("dispute", { file })}
    data-testid="dispute"
  >
    ${t("doc.dispute")}
  </button>`
}

function Preview({ document: { file, about } }) {
  if (!previewKind(about)) return null
  return html`<button
    type="button"
    class="link-button"
    aria-label=${t("doc.preview_name", { name: about.name })}
    aria-haspopup="dialog"
    onClick=${() => openSheet("preview", { file })}
    data-testid="preview"
  >
    ${t("doc.preview")}
  </button>`
}

function Again({ room, document: { file, about } }) {
  if (wayToSave(about.size) === null) return null
  return html`<button
    type="button"
    class="link-button"
    aria-label=${t("doc.save_again_name", { name: about.name })}
    onClick=${() => accept(room, file)}
    data-testid="save-again"
  >
    ${t("doc.save_again")}
  </button>`
}

const PHASES = {
  waiting: "doc.waiting",
  fetching: "doc.receiving",
  broken: "doc.broken",
  checking: "doc.checking",
}

function Download({ room, document, state }) {
  const waits = state.phase === "broken" && !document.stored
  return html`<${Transfer}
      label=${t("doc.download_of", { name: document.about.name })}
      state=${state}
      size=${document.size}
      words=${t(waits ? "doc.waits_for_sender" : PHASES[state.phase])}
    />
    <div class="document-actions">
      <${Act}
        words=${t("cancel")}
        run=${() => room.documents.cancelReceiving(document.file)}
        testid="cancel-download"
      />
    </div>`
}

function accept(room, file) {
  told(room.documents.accept(file))
}

async function told(doing) {
  try {
    await doing
  } catch (refusal) {
    say(failureText(refusal))
  }
}

