import assert from "node:assert/strict"
import { test } from "node:test"
import "./support/web.js"
import { signal } from "../../../webroot/vendor/signals-core.js"
import { watchClosing } from "../../../webroot/js/closing.js"
import { session } from "../../../webroot/js/session.js"

test("the browser asks before a page is closed that has messages to send", () => {
  globalThis.window = new EventTarget()
  watchClosing()
  const asksWith = unsent => {
    session.room.value = { documents: { busy: signal(false) }, unsent: signal(unsent) }
    const closing = new Event("beforeunload", { cancelable: true })
    Object.defineProperty(closing, "returnValue", { writable: true, value: undefined })
    globalThis.window.dispatchEvent(closing)
    return closing.defaultPrevented
  }
  assert.deepEqual([asksWith([]), asksWith([{ text: "queued" }])], [false, true])
})
