import test from "node:test"
import assert from "node:assert/strict"
import { completing, mentions, mentionsIn, seatsByName } from "../../../webroot/js/lib/mentions.js"

const people = ["Mary", "Mary Ann", "I\u015f\u0131l", "J. R.", "Can"]
  .map((name, i) => ({ seat: `seat${i}`, name }))
const seats = seatsByName(new Map(people.map(person => [person.seat, person])))
const named = text => mentionsIn(text, seats).filter(({ seat }) => seat).map(piece => piece.text)

test("members are found by name, the longest that fits, however it is written", () => {
  assert.deepEqual(named("hey @Mary, ask @mary ann! and @I\u015fIL."), ["@Mary", "@mary ann", "@I\u015fIL"])
  assert.deepEqual(named("@J. R. said so"), ["@J. R."])
  assert.deepEqual(named("@Mary's turn, (@Can)"), ["@Mary", "@Can"])
})

test("an address, a longer word and a name of nobody are no mention", () => {
  for (const text of ["can@mary.org", "@Maryland", "@nobody", "@", "@@", "mary", "a @ Mary"]) {
    assert.deepEqual(named(text), [], text)
  }
})

test("the pieces make the text again", () => {
  for (const text of ["", "@", "@@Mary", "x @Mary y @Can", "@Mary@Can", "@ @ @", "\ud83d\udc4d@Mary\ud83d\udc4d"]) {
    assert.equal(mentionsIn(text, seats).map(piece => piece.text).join(""), text)
  }
})

test("a text names a seat or not", () => {
  assert.equal(mentions("so @Can?", seats, "seat4"), true)
  assert.equal(mentions("so Can?", seats, "seat4"), false)
  assert.equal(mentions("@Mary", seats, "seat4"), false)
})

test("a name is completed where the cursor is", () => {
  const offered = (text, cursor = text.length) =>
    completing(text, cursor, people)?.people.map(({ name }) => name)
  assert.deepEqual(offered("hey @ma"), ["Mary", "Mary Ann"])
  assert.deepEqual(offered("hey @ann"), ["Mary Ann"])
  assert.deepEqual(offered("@"), people.map(({ name }) => name))
  assert.deepEqual(offered("@mary "), ["Mary Ann"])
  assert.deepEqual(offered("@can and more", 3), ["Can"])
  assert.equal(completing("hey @ma", 7, people).start, 5)
  for (const text of ["hey ma", "a@ma", "@zz", "@ ma", "@can ", "@can", "@Mary"]) assert.equal(offered(text), undefined, text)
})
