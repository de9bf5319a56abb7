import { useEffect, useRef, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { standings } from "../lib/hand-off.js"
import { documentName } from "./file-name.js"
import { html } from "./html.js"

const QUARTERS = 4
const STATES = {
  received: "news.received",
  confirmed: "news.confirmed",
  declined: "news.declined",
  disputed: "news.disputed",
}

/** What happens to documents, in words for those who listen: at steps, never at every percent. */
export function DocumentNews({ room }) {
  const known = useRef(null)
  const [news, setNews] = useState("")
  const facts = [...offerFacts(room), ...ownFacts(room), ...transferFacts(room)]
  const keys = facts.map(({ key }) => key).join("\n")
  useEffect(() => {
    const fresh = facts.filter(({ key }) => known.current && !known.current.has(key))
    known.current = new Set(facts.map(({ key }) => key))
    if (fresh.length > 0) setNews(fresh.map(({ words }) => words).join(" "))
  }, [keys])
  return html`<p class="visually-hidden" role="status" data-testid="document-news">${news}</p>`
}

function offerFacts(room) {
  const { seat } = room.you.value
  const members = room.members.value
  return [...room.documents.files.value.values()]
    .filter(({ by, about, withdrawn }) => by !== seat && about && !withdrawn)
    .map(document => {
      const person = members.get(document.by)?.name || t("people.someone")
      const words = t("news.offered", { person, name: documentName(document) })
      return { key: `${document.file}/offered`, words }
    })
}

function ownFacts(room) {
  const { seat } = room.you.value
  return [...room.documents.files.value.values()]
    .filter(({ by }) => by === seat)
    .flatMap(document => {
      const name = documentName(document)
      return standings(document, room.members.value)
        .filter(({ state }) => STATES[state])
        .map(({ seat: each, name: person, state }) => ({
          key: `${document.file}/${each}/${state}`,
          words: t(STATES[state], { person: person || t("people.someone"), name }),
        }))
    })
}

function transferFacts(room) {
  const { sendings, receivings, files } = room.documents
  const up = sendings.value.map(({ id, name, size, state }) =>
    stepOf(id, name, state.value, size, "news.sent_so_far"))
  const down = [...receivings.value].map(([file, { state }]) => {
    const document = files.value.get(file)
    return stepOf(file, documentName(document), state.value, document?.size, "news.came_so_far")
  })
  return [...up, ...down].filter(Boolean)
}

function stepOf(id, name, { phase, done }, size, key) {
  if (phase === "saved") return { key: `${id}/saved`, words: t("news.saved", { name }) }
  if (phase === "failed") return { key: `${id}/failed`, words: t("news.failed", { name }) }
  if (!["sending", "fetching"].includes(phase)) return null
  const quarter = Math.floor((done / (size || 1)) * QUARTERS)
  if (quarter < 1 || quarter >= QUARTERS) return null
  return { key: `${id}/${quarter}`, words: t(key, { name, share: quarter * 25 }) }
}
