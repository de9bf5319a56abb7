import { effect } from "@preact/signals"
import { render } from "preact"
import { watchAttention } from "./attention.js"
import { watchClosing } from "./closing.js"
import { parseInvite } from "./crypto.js"
import { watchFocus } from "./focus.js"
import { language, speak, t } from "./i18n.js"
import { keptKeys, writeKeys } from "./keep.js"
import { arrival } from "./lib/arrival.js"
import { watchOnScreenKeyboard } from "./on-screen-keyboard.js"
import { watchPanic } from "./panic.js"
import { prefs } from "./prefs.js"
import { canSeal } from "./seal/primitives.js"
import { session } from "./session.js"
import { collect, shareIn } from "./shared.js"
import { App } from "./ui/app.js"
import { html } from "./ui/html.js"
import { booted, invitation, narrow, say, sealable, startClean } from "./view.js"
import { keepWhereInstalled } from "./workers.js"

/**
 * Takes an invitation, or what tells of something shared, out of the address bar, so that no code stays in it or in the history.
 * @returns {() => void} says what is to be said of it, once there are words
 */
function takeInvitation() {
  if (location.hash.length < 2) return () => {}
  const share = shareIn(location.hash)
  if (share !== null) return takeShare(share)
  const invited = parseInvite(location.href)
  writeKeys(location.pathname)
  if (invited) invitation.value = invited
  return tellOf(invited)
}

/** Another app gave something to this one. */
function takeShare({ id }) {
  writeKeys(location.pathname)
  const collected = collect(id)
  return async () => {
    if (!(await collected)) say(t("shared.missed"))
  }
}

function tellOf(invited) {
  const what = arrival(invited, session.room.value?.status.value)
  if (what === "front") session.closeRoom()
  if (what === "elsewhere") return () => say(t("front.invited_elsewhere", { room: invited.name }))
  if (what === "broken") return () => say(t("front.broken_link"))
  return () => {}
}

async function start() {
  keptKeys()
  const tell = takeInvitation()
  window.addEventListener("popstate", () => writeKeys())
  window.addEventListener("hashchange", () => takeInvitation()())
  startClean(session.room)
  await speak(prefs.language.value).catch(() => speak("en"))
  effect(() => {
    const wanted = prefs.language.value
    if (wanted !== language.peek()) speak(wanted).catch(() => {})
  })
  const page = document.getElementById("app")
  page.replaceChildren()
  render(html`<${App} />`, page)
  tell()
  watchAttention()
  watchClosing()
  watchPanic()
  watchOnScreenKeyboard()
  keepWhereInstalled()
  watchFocus({
    document,
    phone: () => narrow.peek(),
    observe: changed =>
      new MutationObserver(changed).observe(document.body, { childList: true, subtree: true }),
  })
  sealable.value = await canSeal()
  try {
    await session.resumeFromStorage()
  } finally {
    booted.value = true
  }
}

start()
