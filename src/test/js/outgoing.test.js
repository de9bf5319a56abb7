import assert from "node:assert/strict"
import { test } from "node:test"
import { nameAtStart, readOutgoing } from "../../../webroot/js/lib/outgoing.js"
import { clientSources } from "./support/sources.js"

const fold = name => name.trim().replace(/\s+/g, " ").replaceAll("İ", "i").toLowerCase()
const people = [
  { seat: "m", name: "Mary" },
  { seat: "ma", name: "Mary Ann" },
  { seat: "i", name: "İpek" },
]
const read = (typed, to = "") => readOutgoing(typed, { to, people, fold })

test("text goes to all, or to the person chosen", () => {
  assert.deepEqual(read(" hello\nthere "), { kind: "say", text: "hello\nthere" })
  assert.deepEqual(read("hello", "m"), { kind: "whisper", seat: "m", text: "hello" })
  assert.deepEqual(read("  \n "), { kind: "nothing" })
})

test("@Name at the start whispers to the longest name that fits", () => {
  assert.deepEqual(read("@mary hi"), { kind: "whisper", seat: "m", text: "hi" })
  assert.deepEqual(read("@Mary  Ann hi all"), { kind: "whisper", seat: "ma", text: "hi all" })
  assert.deepEqual(read("@ipek selam"), { kind: "whisper", seat: "i", text: "selam" })
})

test("@Name without text, or of nobody known, is said as it stands and marked as seen by all", () => {
  assert.deepEqual(read("@Mary"), { kind: "say", text: "@Mary", unnamed: true })
  assert.deepEqual(read("@Marya hi"), { kind: "say", text: "@Marya hi", unnamed: true })
  assert.deepEqual(read("@Marya hi", "m"), { kind: "whisper", seat: "m", text: "@Marya hi" })
})

test("a whisper to somebody who leaves while it is typed is not said to everyone", () => {
  const composer = clientSources().find(({ path }) => path.endsWith("ui/composer.js"))
  assert.match(composer.text, /people: \[\.\.\.gone, \.\.\.here\]/)
  const before = [{ seat: "old", name: "Mary", state: "gone" }]
  const to = { to: "", fold }
  assert.deepEqual(readOutgoing("@Mary psst", { ...to, people: before }),
    { kind: "whisper", seat: "old", text: "psst" })
  assert.deepEqual(readOutgoing("/w Mary psst", { ...to, people: [...before, ...people] }),
    { kind: "whisper", seat: "m", text: "psst" })
})

test("/w whispers, and tells when nobody has the name", () => {
  assert.deepEqual(read("/w Mary Ann so\nbe it"), {
    kind: "whisper",
    seat: "ma",
    text: "so\nbe it",
  })
  assert.deepEqual(read("/w @mary x"), { kind: "whisper", seat: "m", text: "x" })
  assert.deepEqual(read("/w Zoe x"), { kind: "nobody", name: "Zoe" })
  assert.deepEqual(read("/w Mary"), { kind: "nothing" })
})

test("commands are read in either case, unknown ones are told", () => {
  assert.deepEqual(read("/leave"), { kind: "command", name: "leave" })
  assert.deepEqual(read("/INVITE"), { kind: "command", name: "invite" })
  assert.deepEqual(read("/?"), { kind: "command", name: "help" })
  assert.deepEqual(read("/dance now"), { kind: "unknown", name: "/dance" })
})

test("a path is no command, and a double slash says the rest", () => {
  assert.deepEqual(read("/etc/hosts is wrong"), { kind: "say", text: "/etc/hosts is wrong" })
  assert.deepEqual(read("//leave"), { kind: "say", text: "/leave" })
})

test("a name is found with no text behind it", () => {
  assert.deepEqual(nameAtStart("Mary Ann", people, fold), { seat: "ma", text: "" })
  assert.equal(nameAtStart("", people, fold), null)
})
