import { language, t } from "../i18n.js"
import { listNames } from "../lib/people.js"
import { html } from "./html.js"
import { changeWords } from "./options-words.js"
import { TimeStamp } from "./time-stamp.js"

const WORDS = {
  entered: "notice.entered",
  again: "notice.again",
  left: "notice.left",
  lost: "notice.lost",
  kicked: "notice.kicked",
  "handed-over": "notice.handed_over",
  unrecovered: "notice.unrecovered",
  rekeyed: "notice.rekeyed",
  expiring: "notice.expiring",
}

/** A line about the room itself. */
export function Notice({ item }) {
  const words = item.what === "options" ? changeWords(item.detail) : wordsOf(item)
  if (!words) return null
  return html`<li class=${`notice notice-${item.what}`} data-testid="notice" data-what=${item.what}
    data-key=${item.key}
  >
    ${words}
    <span class="notice-time"><${TimeStamp} at=${item.at} /></span>
  </li>`
}

function wordsOf(item) {
  const key = WORDS[item.what]
  const names = (item.names ?? []).map(name => name || t("people.someone"))
  const count = item.what === "expiring" ? minutesLeft(item) : names.length
  return key && t(key, { names: listNames(names, language.value), count })
}

function minutesLeft({ at, detail }) {
  return Math.max(1, Math.round(((detail?.at ?? at) - at) / 60_000))
}
