import { t } from "../i18n.js"
import { waitingTime } from "../lib/time.js"

const KEYS = {
  1000: "failure.bad_command",
  1001: "failure.not_allowed_here",
  1002: "failure.too_large",
  1003: "failure.too_fast",
  1100: "failure.sign_in_first",
  1101: "failure.wrong_password",
  1102: "failure.name_taken",
  1103: "failure.bad_name",
  1104: "failure.token_invalid",
  1105: "failure.too_many_attempts",
  1106: "failure.session_moved",
  1108: "failure.bad_password",
  1200: "failure.room_not_found",
  1201: "failure.room_exists",
  1202: "failure.room_full",
  1203: "failure.room_locked",
  1204: "failure.not_admitted_yet",
  1205: "failure.not_the_admin",
  1206: "failure.removed",
  1207: "failure.too_many_rooms",
  1208: "failure.no_such_seat",
  1300: "failure.no_such_file",
  1301: "failure.file_too_large",
  1302: "failure.quota_exceeded",
  1303: "failure.bad_offset",
  1304: "failure.digest_mismatch",
  1305: "failure.not_a_recipient",
  1900: "failure.internal",
  1901: "failure.unavailable",
}

/** Refusals of this page itself. */
const OWN_KEYS = {
  no_crypto: "failure.no_crypto",
  no_keys: "failure.no_keys",
  damaged: "failure.damaged",
  not_saved: "failure.not_saved",
  unreadable: "failure.unreadable",
  other_file: "failure.other_file",
  lost_key: "failure.lost_key",
}

/** What a refusal means and what to do next, in the page's language. */
export function failureText(refusal, { wait = true } = {}) {
  const key = KEYS[refusal?.code] ?? OWN_KEYS[refusal?.slug]
  if (!key) return t("failure.no_answer")
  const words = [t(key)]
  if (wait && refusal.afterMs > 0) words.push(waitText(refusal.afterMs))
  if (refusal.trace) words.push(t("failure.trace", { trace: refusal.trace }))
  return words.join(" ")
}

function waitText(ms) {
  const { count, unit } = waitingTime(ms)
  return t(unit === "second" ? "failure.wait_seconds" : "failure.wait_minutes", { count })
}

const FIELDS = {
  1101: "password",
  1102: "your-name",
  1103: "your-name",
  1108: "password",
}

/** The field of the front page that mends a refusal, or null when none does. */
export function fieldToMend(refusal, card) {
  if (refusal?.code === 1200 && card === "enter") return "enter-room-id"
  return FIELDS[refusal?.code] ?? null
}
