import assert from "node:assert/strict"
import { test } from "node:test"
import { faviconUrl } from "../../../webroot/js/lib/favicon.js"
import { listNames, sortPeople } from "../../../webroot/js/lib/people.js"
import { phrase } from "../../../webroot/js/lib/phrase.js"
import { qrPath } from "../../../webroot/js/lib/qr-path.js"

test("a phrase takes its parameters and leaves unknown braces alone", () => {
  const words = { hi: "Hello {name}, {other}" }
  assert.equal(phrase(words, "en", "hi", { name: "{other}" }), "Hello {other}, {other}")
  assert.equal(phrase(words, "en", "none"), "none")
})

test("a name written from right to left does not turn the words around it", () => {
  const words = { left: "{names} left" }
  assert.equal(phrase(words, "en", "left", { names: "\u05d3\u05df" }), "\u2068\u05d3\u05df\u2069 left")
  assert.equal(phrase(words, "en", "left", { names: "Çınar" }), "Çınar left")
})

test("a phrase is chosen by its plural form", () => {
  const words = { n: { one: "{count} message", other: "{count} messages" } }
  assert.equal(phrase(words, "en", "n", { count: 1 }), "1 message")
  assert.equal(phrase(words, "en", "n", { count: 0 }), "0 messages")
})

test("people are listed with oneself first and those who left apart", () => {
  const members = new Map(
    [
      ["1", "Zoe", "online"],
      ["2", "çınar", "away"],
      ["3", "Deniz", "reconnecting"],
      ["4", "Ada", "gone"],
    ].map(([seat, name, state]) => [seat, { seat, name, state }]),
  )
  const { here, gone } = sortPeople(members, "1", "tr")
  assert.deepEqual(
    here.map(m => m.name),
    ["Zoe", "çınar", "Deniz"],
  )
  assert.deepEqual(
    gone.map(m => m.name),
    ["Ada"],
  )
})

test("names are joined in the language of the reader", () => {
  assert.equal(listNames(["A", "B"], "en"), "A and B")
  assert.equal(listNames(["A", "B"], "tr"), "A ve B")
})

test("the icon carries the count, up to nine", () => {
  assert.ok(!faviconUrl(0).includes("text"))
  assert.ok(decodeURIComponent(faviconUrl(3)).includes(">3<"))
  assert.ok(decodeURIComponent(faviconUrl(12)).includes(">9+<"))
})

test("a QR path draws each run of dark modules once", () => {
  assert.equal(
    qrPath([
      [true, true, false],
      [false, false, true],
    ]),
    "M0 0h2v1h-2zM2 1h1v1h-1z",
  )
})
