import { useState } from "preact/hooks"
import { language, t } from "../i18n.js"
import { summary } from "../lib/hand-off.js"
import { listNames } from "../lib/people.js"
import { documentName } from "./file-name.js"
import { html } from "./html.js"

const SHOWN = 6

/** What the room still waits for, read from the matrix, before it is deleted. */
export function DeleteGuard({ room }) {
  const all = summaries(room)
  if (all.length === 0) return null
  const unfinished = all.filter(({ open, against }) => open.length + against.length > 0)
  const busy = room.documents.busy.value
  return html`<div class="guard" data-testid="guard">
    ${busy && html`<p class="guard-line">${t("guard.busy")}</p>`}
    ${
      unfinished.length === 0
        ? html`<p>${t("guard.all", { count: all.length })}</p>`
        : html`<ul>
            ${unfinished.slice(0, SHOWN).map(each => html`<li class="guard-line">${words(each)}</li>`)}
            ${
              unfinished.length > SHOWN &&
              html`<li>${t("guard.more", { count: unfinished.length - SHOWN })}</li>`
            }
          </ul>`
    }
  </div>`
}

/** Reminds everybody whom the room waits for, each by one whisper. */
export function NudgeAll({ room }) {
  const [nudged, setNudged] = useState(false)
  const waited = waitedFor(room)
  if (waited.size === 0) return null
  const people = [...waited.values()].map(({ name }) => name)
  const nudge = () => {
    if (nudged) return
    for (const [seat, { documents }] of waited) {
      room.whisper(seat, t("doc.nudge_text", { name: listNames(documents, language.value) }))
    }
    setNudged(true)
  }
  const words =
    people.length === 1
      ? t("doc.nudge", { name: people[0] })
      : t("guard.nudge_all", { count: people.length })
  return html`<button
    type="button"
    class="button"
    aria-disabled=${nudged ? "true" : undefined}
    onClick=${nudge}
    data-testid="nudge-all"
  >
    ${nudged ? t("doc.nudged_short") : words}
  </button>`
}

function summaries(room) {
  return [...room.documents.files.value.values()]
    .filter(({ withdrawn }) => !withdrawn)
    .map(document => summary(document, room.members.value))
    .filter(({ total }) => total > 0)
}

function words({ document, total, confirmed, open, against }) {
  const name = documentName(document)
  const by = state => against.filter(each => each.state === state)
  const parts = [
    confirmed > 0 ? t("guard.confirmed", { confirmed, count: total, name }) : t("guard.none", { name }),
    naming("guard.not", open),
    naming("guard.declined", by("declined")),
    naming("guard.disputed", by("disputed")),
  ]
  return parts.filter(Boolean).join(" ")
}

function naming(key, people) {
  if (people.length === 0) return ""
  const names = people.map(({ name }) => name || t("people.someone"))
  return t(key, { count: people.length, names: listNames(names, language.value) })
}

/** seat -> {name, documents}: whom the room waits for; never oneself. */
function waitedFor(room) {
  const waited = new Map()
  for (const { document, open } of summaries(room)) {
    for (const { seat, name } of open.filter(each => each.seat !== room.you.value.seat)) {
      const known = waited.get(seat) ?? { name: name || t("people.someone"), documents: [] }
      waited.set(seat, { ...known, documents: [...known.documents, documentName(document)] })
    }
  }
  return waited
}
