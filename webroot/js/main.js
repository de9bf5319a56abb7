import { effect } from "@preact/signals"
import { render } from "preact"
import { watchAttention } from "./attention.js"
import { watchClosing } from "./closing.js"
import { parseInvite } from "./crypto.js"
import { speak, t } from "./i18n.js"
import { keptKeys, writeKeys } from "./keep.js"
import { prefs } from "./prefs.js"
import { canSeal } from "./seal/primitives.js"
import { session } from "./session.js"
import { App } from "./ui/app.js"
import { html } from "./ui/html.js"
import { booted, invitation, say, sealable, startClean } from "./view.js"

/** Takes an invitation out of the address bar, so that no code stays in it or in the history. */
function takeInvitation() {
  if (location.hash.length < 2) return
  const invited = parseInvite(location.href)
  writeKeys(location.pathname)
  if (!invited) return
  invitation.value = invited
  if (session.room.value) say(t("front.invited_elsewhere", { room: invited.name }))
}

async function start() {
  keptKeys()
  takeInvitation()
  window.addEventListener("popstate", () => writeKeys())
  window.addEventListener("hashchange", takeInvitation)
  startClean(session.room)
  await speak(prefs.language.value).catch(() => speak("en"))
  effect(() => {
    speak(prefs.language.value).catch(() => {})
  })
  const page = document.getElementById("app")
  page.replaceChildren()
  render(html`<${App} />`, page)
  watchAttention()
  watchClosing()
  sealable.value = await canSeal()
  try {
    await session.resumeFromStorage()
  } finally {
    booted.value = true
  }
}

start()
