import { language, t } from "../i18n.js"
import { exactTime, relativeTime } from "../lib/time.js"
import { now } from "../view.js"
import { html } from "./html.js"

/** How long ago, with the exact time on hover. It changes by itself and is not read out for that. */
export function TimeStamp({ at }) {
  const words = relativeTime(at, now.value, language.value) || t("time.now")
  return html`<time
    datetime=${new Date(at).toISOString()}
    title=${exactTime(at, language.value)}
    aria-live="off"
  >
    ${words}
  </time>`
}
