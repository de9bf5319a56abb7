import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { session } from "../session.js"
import { TimeLeft } from "./countdown.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

const STAYS_MS = 30_000
const BROKEN_AFTER_MS = 20_000

/** Nothing while live; amber while it is being mended, stronger with the reason when it lasts. */
export function ConnectionBanner({ room }) {
  const status = session.status.value
  return html`<div role="status" class="banner-place">
    ${status !== "live" && html`<${Banner} room=${room} status=${status} />`}
  </div>`
}

function Banner({ room, status }) {
  const [since] = useState(Date.now())
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLasts(true), BROKEN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  const reason = session.reason.value
  const broken = status === "offline" || lasts
  const queued = room.queued.value
  const first =
    queued > 0 ? t("connection.waiting", { count: queued }) : t("connection.reconnecting")
  return html`<div
    class=${broken ? "banner banner-broken" : "banner banner-mending"}
    data-testid="banner"
  >
    <${Icon} name="warning" />
    <p>
      <strong>${first}</strong>
      ${broken && html` <span>${why(reason)}</span>`}
      ${" "}<${NextTry} />
      ${room.lastOne.value && html` <${Grace} until=${since + staysMs()} />`}
    </p>
  </div>`
}

function NextTry() {
  const at = session.retryAt.value
  if (!at) return null
  return html`<span class="banner-quiet" aria-live="off">
    <${TimeLeft} until=${at} words=${time => t("connection.next_try", { time })} />
  </span>`
}

/** How long a room stays whose only member is gone: first the seat is kept, then the empty room. */
function staysMs() {
  const { lostAfterMs = STAYS_MS, emptyGraceMs = STAYS_MS } = session.limits.value
  return lostAfterMs + emptyGraceMs
}

function Grace({ until }) {
  return html`<span aria-live="off">
    <${TimeLeft}
      until=${until}
      words=${time => t("connection.room_dies", { time })}
      over=${t("connection.room_may_be_gone")}
    />
  </span>`
}

function why(reason) {
  return reason?.code > 0 ? failureText(reason, { wait: false }) : t("connection.check")
}
