import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { gathered, Marks, UNMARKED } from "../../../webroot/js/marks.js"
import { Timeline } from "../../../webroot/js/timeline.js"

const keyOf = (by, cid) => `${by}/${cid}`
const ABOUT = { by: "can", cid: "c1" }
let timeline, marks

const message = more => ({
  kind: "said", key: "can/c1", cid: "c1", seq: 1, at: 1, by: "can", text: "typo", unreadable: false,
  why: "", sealed: true, ...UNMARKED, ...more,
})
const place = more => timeline.settle(marks.onto(message(more)))
const shown = () => timeline.said(1)
const edit = more =>
  ({ type: "edited", seq: 5, of: 1, by: "can", cid: "c5", text: "word", about: ABOUT, sealed: true, ...more })
const reaction = more =>
  ({ type: "reacted", seq: 6, of: 1, by: "mary", cid: "c6", text: "+", about: ABOUT, sealed: true, ...more })
const retraction = more => ({ type: "retracted", seq: 7, of: 1, by: "can", ...more })

beforeEach(() => {
  timeline = new Timeline()
  marks = new Marks(timeline, keyOf)
})

test("an edit gives a message other words", () => {
  place()
  marks.take(edit())
  assert.deepEqual([shown().text, shown().edited, shown().key], ["word", 5, "can/c1"])
})

test("marks that are told before their message wait for it, in whatever order they come", () => {
  marks.take(reaction())
  marks.take(edit({ seq: 9, text: "last" }))
  marks.take(edit({ seq: 5, text: undefined, about: undefined }))
  place({ blank: true, text: "" })
  assert.deepEqual([shown().text, shown().blank, gathered(shown())[0].seats], ["last", false, ["mary"]])
})

test("a message whose words are gone waits for the edit that has them", () => {
  place({ blank: true, text: "" })
  marks.take(edit({ seq: 4, text: undefined, about: undefined }))
  assert.deepEqual([shown().blank, shown().edited], [true, 4])
  marks.take(edit())
  assert.deepEqual([shown().blank, shown().text], [false, "word"])
})

test("an edit by another seat does nothing", () => {
  place()
  marks.take(edit({ by: "mary" }))
  assert.deepEqual([shown().text, shown().edited], ["typo", 0])
})

test("an edit made for another message, or not sealed, leaves the words and is told", () => {
  for (const strange of [{ about: { by: "can", cid: "c2" } }, { about: undefined, sealed: false }]) {
    timeline = new Timeline()
    marks = new Marks(timeline, keyOf)
    place()
    marks.take(edit(strange))
    assert.deepEqual([shown().text, shown().editTrouble], ["typo", "forged"])
    marks.take(edit({ seq: 8 }))
    assert.deepEqual([shown().text, shown().editTrouble], ["word", ""])
  }
})

test("a message of a client that does not seal is edited by it alike", () => {
  place({ sealed: false })
  marks.take(edit({ about: undefined, sealed: false }))
  assert.deepEqual([shown().text, shown().sealed], ["word", false])
})

test("words of a client that does not seal, which only their edit has, are shown as not sealed", () => {
  place({ blank: true, text: "", sealed: null })
  marks.take(edit({ about: undefined, sealed: false }))
  assert.deepEqual([shown().text, shown().sealed, shown().editTrouble], ["word", false, ""])
})

test("a server that first empties a sealed message gives it no words of its own", () => {
  place()
  marks.take(edit({ text: undefined, about: undefined }))
  marks.take(edit({ seq: 6, about: undefined, sealed: false }))
  assert.deepEqual([shown().text, shown().editTrouble], ["", "forged"])
})

test("an edit that cannot be read yet leaves the words until it can", () => {
  place()
  marks.take(edit({ text: null, why: "no_key", about: undefined }))
  assert.deepEqual([shown().text, shown().editTrouble], ["typo", "no_key"])
  marks.take(edit())
  assert.deepEqual([shown().text, shown().editTrouble], ["word", ""])
})

test("what was taken back has no words and no reactions, and gets none any more", () => {
  place()
  marks.take(reaction())
  marks.take(retraction({ by: "ali" }))
  for (const late of [edit({ seq: 9 }), reaction({ seq: 10 })]) marks.take(late)
  const { text, retracted, reactions } = shown()
  assert.deepEqual([text, retracted, reactions.length], ["", { by: "ali" }, 0])
})

test("a seat has one reaction, the newest, and can take it back", () => {
  place()
  for (const mark of [reaction({ seq: 8, text: "-" }), reaction(), reaction({ by: "ali" })]) marks.take(mark)
  assert.deepEqual(gathered(shown()).map(({ text, seats }) => [text, seats]), [["+", ["ali"]], ["-", ["mary"]]])
  marks.take(reaction({ seq: 9, text: undefined, about: undefined }))
  marks.take(reaction({ seq: 8, text: "-" }))
  assert.deepEqual(gathered(shown()).map(({ text }) => text), ["+"])
})

test("a reaction that the server puts on another message, or that cannot be read, does nothing", () => {
  place()
  marks.take(reaction({ about: { by: "can", cid: "c2" } }))
  marks.take(reaction({ text: null, why: "no_key", about: undefined }))
  assert.deepEqual(gathered(shown()), [])
  marks.take(reaction())
  assert.equal(gathered(shown()).length, 1)
})

test("reactions are gathered in the order of their first use, without those of ignored seats", () => {
  place()
  const use = (seq, by, text, more) => marks.take(reaction({ seq, by, text, ...more }))
  use(5, "mary", "b")
  use(6, "ali", "a", { sealed: false, about: undefined })
  use(7, "ece", "b")
  assert.deepEqual(gathered(shown()), [
    { text: "b", seats: ["mary", "ece"], open: [] },
    { text: "a", seats: ["ali"], open: ["ali"] },
  ])
  assert.deepEqual(gathered(shown(), new Set(["mary", "ali"])).map(({ seats }) => seats), [["ece"]])
})

test("marks of messages that never come are let go", () => {
  for (let of = 2; of < 5_010; of += 1) marks.take(reaction({ of }))
  place({ seq: 2 })
  assert.deepEqual(timeline.said(2).reactions, [])
  assert.equal(marks.onto(message({ seq: 5_008 })).reactions.length, 1)
})

test("after a restart the server's numbers name other messages", () => {
  place()
  timeline.restarted()
  marks.clear()
  marks.take(retraction())
  assert.equal(timeline.entries.value[0].retracted, null)
})
