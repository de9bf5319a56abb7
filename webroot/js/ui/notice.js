import { language, t } from "../i18n.js"
import { listNames } from "../lib/people.js"
import { html } from "./html.js"
import { TimeStamp } from "./time-stamp.js"

const WORDS = {
  entered: "notice.entered",
  again: "notice.again",
  left: "notice.left",
  lost: "notice.lost",
  kicked: "notice.kicked",
  "handed-over": "notice.handed_over",
  options: "notice.options",
  unrecovered: "notice.unrecovered",
  expiring: "notice.expiring",
}

/** A line about the room itself. */
export function Notice({ item }) {
  const key = WORDS[item.what]
  if (!key) return null
  const names = listNames(item.names ?? [], language.value)
  return html`<li class=${`notice notice-${item.what}`} data-testid="notice" data-what=${item.what}>
    ${t(key, { names, count: item.names?.length ?? 0 })}
    <span class="notice-time"><${TimeStamp} at=${item.at} /></span>
  </li>`
}
