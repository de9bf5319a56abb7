import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { documentName } from "./file-name.js"
import { html } from "./html.js"

const REST_MS = 30_000

/** Reminds one person of a document, by a whisper in the sender's own language. */
export function nudge(room, document, seat) {
  room.whisper(seat, t("doc.nudge_text", { name: documentName(document) }))
}

export function NudgeButton({ room, document, standing, full = false }) {
  const [nudged, setNudged] = useState(false)
  useEffect(() => {
    if (!nudged) return undefined
    const timer = setTimeout(() => setNudged(false), REST_MS)
    return () => clearTimeout(timer)
  }, [nudged])
  const name = standing.name || t("people.someone")
  const press = () => {
    if (nudged) return
    nudge(room, document, standing.seat)
    setNudged(true)
  }
  return html`<button
    type="button"
    class=${full ? "button" : "link-button"}
    aria-disabled=${nudged ? "true" : undefined}
    aria-label=${nudged ? t("doc.nudged", { name }) : t("doc.nudge", { name })}
    onClick=${press}
    data-testid="nudge"
  >
    ${nudged ? t("doc.nudged_short") : full ? t("doc.nudge", { name }) : t("doc.nudge_short")}
  </button>`
}
