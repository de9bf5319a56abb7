import { useEffect, useRef, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { Failure } from "../protocol.js"
import { session } from "../session.js"
import { invitation } from "../view.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"
import { Wordmark } from "./wordmark.js"

/** A page with one thing to say: what happened, what it means, what to do. Another heading is read out. */
export function PlainPage({ title, lines = [], children, testid }) {
  const heading = useRef(null)
  useEffect(() => heading.current.focus(), [])
  return html`<div class="plain">
    <header class="plain-head"><${Wordmark} /></header>
    <main class="plain-main" data-testid=${testid}>
      <h1 tabindex="-1" aria-live="polite" ref=${heading}>${title}</h1>
      ${lines.map(line => html`<p>${line}</p>`)} ${children}
    </main>
  </div>`
}

export function ToFrontPage({ label, primary = true }) {
  return html`<button
    type="button"
    class=${primary ? "button button-primary" : "button"}
    onClick=${() => session.closeRoom()}
    data-testid="to-front"
  >
    ${label ?? t("plain.front")}
  </button>`
}

export function InsecurePage() {
  const lines = [t("insecure.why"), t("insecure.do", { host: location.host })]
  return html`<${PlainPage} title=${t("insecure.title")} lines=${lines} testid="insecure" />`
}

export function OutdatedPage() {
  const lines = [t("outdated.why"), t("outdated.do")]
  return html`<${PlainPage} title=${t("outdated.title")} lines=${lines} testid="outdated" />`
}

export function MovedPage() {
  const [failure, setFailure] = useState(null)
  const take = () => session.useHere().catch(refusal => setFailure(failureText(refusal)))
  return html`<${PlainPage} title=${t("moved.title")} lines=${[t("moved.why")]} testid="moved">
    <p class="form-error" role="alert">${failure}</p>
    <div class="actions">
      <button type="button" class="button button-primary" onClick=${take} data-testid="use-here">
        ${t("moved.use_here")}
      </button>
    </div>
  <//>`
}

export function RemovedPage() {
  return html`<${PlainPage}
    title=${t("removed.title")}
    lines=${[t("removed.why")]}
    testid="removed"
  >
    <div class="actions"><${ToFrontPage} /></div>
  <//>`
}

export function LostPage({ room }) {
  const invite = session.invite.value
  const again = () => {
    invitation.value = invite
    session.closeRoom()
  }
  const title = t(invite ? "lost.session_title" : "lost.title")
  const lines = invite
    ? [t("lost.session_why"), t("lost.session_do"), unsentWords(invite)].filter(Boolean)
    : [whyLost(room.denial.value), t("lost.do")]
  return html`<${PlainPage} title=${title} lines=${lines} testid="lost">
    ${!invite && html`<${LeftUnsent} texts=${room.leftUnsent.value} />`}
    <div class="actions">
      ${invite && html`<${EnterAgain} onClick=${again} />`}
      <${ToFrontPage} label=${t("open_new_room")} primary=${!invite} />
    </div>
  <//>`
}

function unsentWords({ unsent }) {
  return unsent > 0 ? t("lost.unsent", { count: unsent }) : null
}

/** One's own words that nobody got, to be copied before the page is left. */
function LeftUnsent({ texts }) {
  if (texts.length === 0) return null
  return html`<p>${t("lost.left_unsent")}</p>
    ${texts.map(text => html`<blockquote dir="auto" class="later-text">${text}</blockquote>`)}`
}

function whyLost(refusal) {
  const gone = refusal === null || refusal.code === Failure.roomNotFound
  return gone ? t("lost.why") : failureText(refusal)
}

function EnterAgain({ onClick }) {
  return html`<button
    type="button"
    class="button button-primary"
    onClick=${onClick}
    data-testid="enter-again"
  >
    ${t("lost.enter_again")}
  </button>`
}

export function DeniedPage({ room }) {
  const refusal = room.denial.value
  const byAdmin = refusal?.code === Failure.removed
  const lines = [byAdmin ? t("denied.by_admin") : failureText(refusal)]
  return html`<${PlainPage} title=${t("denied.title")} lines=${lines} testid="denied">
    <div class="actions"><${ToFrontPage} /></div>
  <//>`
}
