import { t, language } from "../i18n.js"
import { listNames } from "../lib/people.js"
import { formatSize } from "../lib/size.js"
import { html } from "./html.js"
import { PlainPage, ToFrontPage } from "./plain-pages.js"

const REASONS = {
  empty: "ended.empty",
  expired: "ended.expired",
  shutdown: "ended.shutdown",
  operator: "ended.operator",
}

/** What is left of a room: what happened, what the devices reported, and the receipt. */
export function EndedPage({ room }) {
  const ended = room.ended.value
  const { receipt } = ended
  return html`<${PlainPage} title=${title(room, ended)} lines=${[t("ended.gone")]} testid="ended">
    <h2 class="visually-hidden">${t("ended.facts")}</h2>
    <dl class="facts">
      <${Wiped} receipt=${receipt} silent=${ended.silent ?? []} missed=${ended.missed === true} />
      ${receipt && html`<${Counts} counts=${receipt.counts} />`}
      ${
        receipt?.left?.length > 0 &&
        html`<${Names}
        label=${t("ended.left_before")}
        names=${receipt.left}
      />`
      }
    </dl>
    <p class="promise">${t("ended.promise")}</p>
    <div class="actions">
      <${ToFrontPage} label=${t("open_new_room")} />
      ${
        receipt &&
        html`<button
          type="button"
          class="button"
          onClick=${() => save(receipt)}
          data-testid="save-receipt"
        >
        ${t("ended.save_receipt")}
      </button>`
      }
    </div>
  <//>`
}

function title(room, { reason, by }) {
  if (reason === "deleted")
    return t(by ? "ended.deleted_by" : "ended.deleted", { room: room.name, by })
  return t(REASONS[reason] ?? "ended.empty", { room: room.name })
}

function Wiped({ receipt, silent, missed }) {
  const { reason, wiped = [] } = receipt ?? {}
  const missing = receipt?.silent ?? silent
  const total = wiped.length + missing.length
  if (receipt && reason === "empty") return null
  const words = receipt
    ? t("ended.wiped", { count: total, wiped: wiped.length })
    : t(missed ? "ended.no_receipt" : "ended.asking")
  return html`<dt>${t("ended.devices")}</dt>
    <dd>
      <p role="status" data-testid="wiped">
        ${words}
        ${
          missing.length > 0 &&
          html`<br />${t("ended.still_waiting", { names: listNames(missing, language.value) })}`
        }
      </p>
    </dd>`
}

function Counts({ counts }) {
  return html`<dt>${t("ended.counts")}</dt>
    <dd>
      ${t("ended.members", { count: counts.members })},${" "}
      ${t("ended.messages", { count: counts.messages })},${" "}
      ${t("ended.files", { count: counts.files ?? 0 })}
      ${counts.files > 0 && html` (${formatSize(counts.bytes ?? 0, language.value)})`}
    </dd>`
}

function Names({ label, names }) {
  return html`<dt>${label}</dt>
    <dd>${listNames(names, language.value)}</dd>`
}

function save(receipt) {
  const text = JSON.stringify(receipt, null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }))
  const link = document.createElement("a")
  link.href = url
  link.download = `nobooks-receipt-${new Date(receipt.endedAt).toISOString().slice(0, 10)}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
