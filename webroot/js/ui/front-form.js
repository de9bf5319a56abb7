import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { canonicalCode, formatCode, parseInvite } from "../crypto.js"
import { t } from "../i18n.js"
import { validName } from "../lib/fold.js"
import { USUAL_MINUTES } from "../lib/lifetimes.js"
import { Limit } from "../protocol.js"
import { session } from "../session.js"
import { invitation, openSheet } from "../view.js"
import { failureText, fieldToMend } from "./failure-words.js"

const CARDS = ["open", "enter"]
const PAUSE_MS = 500

/** What was typed on the front page, what is wrong with it, and the two ways on. */
export function useFrontForm() {
  const [typed, setTyped] = useState(startingValues)
  const [wrong, setWrong] = useState(null)
  const [busy, setBusy] = useState("")
  const touched = useRef(false)

  useEffect(() => {
    const invited = invitation.value
    if (!invited) return
    setTyped(before => ({ ...before, ...filledFrom(invited) }))
    setWrong(null)
  }, [invitation.value])

  useLayoutEffect(() => {
    if (wrong?.field) document.getElementById(wrong.field)?.focus()
  }, [wrong])

  // Sockets that nobody signed in on are few for one address: only whoever could go on takes one.
  useEffect(() => {
    if (!touched.current || CARDS.every(card => firstProblem(card, typed))) return
    const timer = setTimeout(() => session.getReady(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])

  function change(field, value) {
    touched.current = true
    const invited = field.startsWith("enter-") ? parseInvite(value) : null
    setTyped(before => ({ ...before, [field]: value, ...(invited ? filledFrom(invited) : {}) }))
    if (wrong?.field === field || !wrong?.field) setWrong(null)
    if (invited && !typed["your-name"].trim()) document.getElementById("your-name")?.focus()
  }

  async function submit(card) {
    const problem = firstProblem(card, typed)
    setWrong(problem)
    if (problem || busy) return
    setBusy(card)
    try {
      await session.signIn({ name: typed["your-name"], password: typed.password })
      if (card === "open") await open(typed)
      else await enter(typed)
    } catch (refusal) {
      const field = fieldToMend(refusal, card)
      if (field === "password") setTyped(before => ({ ...before, withPassword: true }))
      setWrong({ card, field, text: failureText(refusal) })
      setBusy("")
    }
  }

  return { typed, wrong, busy, change, submit }
}

function startingValues() {
  return {
    "your-name": session.identity.peek()?.name ?? invitation.peek()?.person ?? "",
    password: "",
    withPassword: false,
    "open-room-name": "",
    "open-lifetime": String(USUAL_MINUTES),
    "open-files-locked": false,
    "enter-room-name": "",
    "enter-room-id": "",
  }
}

function filledFrom({ name, code }) {
  return { "enter-room-name": name, "enter-room-id": formatCode(code) }
}

function firstProblem(card, typed) {
  const wrong = (field, key) => ({ card, field, text: t(key) })
  if (!validName(typed["your-name"], Limit.personNameCodePoints))
    return wrong("your-name", "front.wrong_name")
  if (typed.password) {
    const length = [...typed.password.normalize("NFC")].length
    const fits = length >= Limit.passwordMinCodePoints && length <= Limit.passwordMaxCodePoints
    if (!fits) return wrong("password", "failure.bad_password")
  }
  const room = `${card}-room-name`
  if (!validName(typed[room], Limit.roomNameCodePoints)) return wrong(room, "front.wrong_room_name")
  if (card === "enter" && !canonicalCode(typed["enter-room-id"])) {
    return wrong("enter-room-id", "front.wrong_room_id")
  }
  return null
}

async function open(typed) {
  const options = {
    lifetimeMinutes: Number(typed["open-lifetime"]),
    filesLocked: typed["open-files-locked"],
  }
  await session.openRoom({ name: typed["open-room-name"], options })
  invitation.value = null
  openSheet("invite")
}

async function enter(typed) {
  const code = canonicalCode(typed["enter-room-id"])
  await session.enterRoom({ name: typed["enter-room-name"], code })
  invitation.value = null
}
