import test from "node:test"
import assert from "node:assert/strict"
import { matching, placesIn, wordsOf } from "../../../webroot/js/lib/search.js"

const item = (key, text, more) => ({ kind: "said", key, name: "Can", text, retracted: null, ...more })
const items = [
  item("a", "The price in clause 4"),
  item("b", "clause\n5 is fine", { name: "Mary" }),
  item("c", "\u0130stanbul'da bulu\u015fal\u0131m", { kind: "whisper" }),
  item("d", "the price", { retracted: { by: "x" } }),
  { kind: "notice", key: "e", names: ["clause"] },
]

test("messages with all the words are found, wherever these stand and however they are written", () => {
  assert.deepEqual(matching(items, "clause"), ["a", "b"])
  assert.deepEqual(matching(items, "CLAUSE price"), ["a"])
  assert.deepEqual(matching(items, "mary"), ["b"])
  assert.deepEqual(matching(items, "istanbul"), ["c"])
  assert.deepEqual(matching(items, "BULU\u015eALIM"), ["c"])
  assert.deepEqual(matching(items, "clause 5"), ["b"])
})

test("nothing is looked for without a word, and nothing found that is not there", () => {
  for (const query of ["", "   ", "nowhere", "clause nowhere"]) assert.deepEqual(matching(items, query), [])
})

test("what was edited is found by its new words", () => {
  const edited = { ...items[0], text: "the cost" }
  assert.deepEqual(matching([edited], "cost"), ["a"])
  assert.deepEqual(matching([edited], "price"), [])
})

test("words are marked where they stand", () => {
  assert.deepEqual(placesIn("The price, the PRICE", wordsOf("price")), [[4, 9], [15, 20]])
  assert.deepEqual(placesIn("\u0130stanbul", wordsOf("istanbul")), [[0, 8]])
  assert.deepEqual(placesIn("\ud83d\udc4d price \ufb01", wordsOf("price")), [[3, 8]])
  assert.deepEqual(placesIn("nothing", wordsOf("price")), [])
})
