import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { watchFocus } from "../../../webroot/js/focus.js"

let page, changed, focused, phone

beforeEach(() => {
  focused = []
  phone = false
  const body = { isConnected: true }
  page = Object.assign(new EventTarget(), {
    body,
    activeElement: body,
    there: ["#message-text", ".timeline"],
    querySelector: place =>
      page.there.includes(place) ? { focus: () => focused.push(place) } : null,
  })
  watchFocus({ document: page, observe: run => (changed = run), phone: () => phone })
})

const focus = element => {
  const event = new Event("focusin")
  Object.defineProperty(event, "target", { value: element })
  page.dispatchEvent(event)
}

test("the focus of an answered knock goes to the message field, not to nothing", () => {
  const admit = { isConnected: true }
  focus(admit)
  changed()
  admit.isConnected = false
  changed()
  changed()
  assert.deepEqual(focused, ["#message-text"])
})

test("the focus of a button on a card stays on that card while the card is there", () => {
  const card = { isConnected: true, focus: () => focused.push("card") }
  const accept = { isConnected: false, closest: () => card }
  focus(accept)
  changed()
  focus(accept)
  card.isConnected = false
  changed()
  assert.deepEqual(focused, ["card", "#message-text"])
})

test("on a phone the keyboard does not come up by itself", () => {
  phone = true
  focus({ isConnected: false })
  changed()
  assert.deepEqual(focused, [".timeline"])
})

test("in an open dialog the focus stays in it", () => {
  page.there.push("dialog[open] .dialog-head button")
  focus({ isConnected: false })
  changed()
  assert.deepEqual(focused, ["dialog[open] .dialog-head button"])
})

test("a focus that somebody has moved, or taken from a control that stays, is left alone", () => {
  focus({ isConnected: true })
  changed()
  focus({ isConnected: false })
  page.activeElement = { isConnected: true }
  changed()
  assert.deepEqual(focused, [])
})
