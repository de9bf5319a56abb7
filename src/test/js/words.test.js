import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { phrase } from "../../../webroot/js/lib/phrase.js"
import { clientSources, webroot } from "./support/sources.js"

const words = language => JSON.parse(readFileSync(webroot(`i18n/${language}.json`), "utf8"))
const en = words("en")
const tr = words("tr")

const sources = clientSources().filter(({ path }) => path.endsWith(".js"))
const code = sources.map(({ text }) => text).join("\n")
const literals = new Set([...code.matchAll(/"([a-z_]+(?:\.[a-z_]+)*)"/g)].map(([, key]) => key))
const asked = [...code.matchAll(/\bt\(\s*"([^"]+)"/g)].map(([, key]) => key)

const forms = value => (typeof value === "string" ? [value] : Object.values(value))
const placeholders = text => [...new Set(text.match(/\{\w+\}/g))].sort()

test("both languages have the same keys in the same order", () => {
  assert.deepEqual(Object.keys(tr), Object.keys(en))
})

test("every key that the screens ask for exists", () => {
  const groups = new Set(
    Object.keys(en)
      .filter(key => key.includes("."))
      .map(key => key.split(".")[0]),
  )
  const likeKeys = [...literals].filter(key => groups.has(key.split(".")[0]) && key.includes("."))
  for (const key of [...asked, ...likeKeys]) assert.ok(key in en, key)
})

test("no key is unused", () => {
  for (const key of Object.keys(en)) assert.ok(literals.has(key), key)
})

test("keys are asked for whole, never put together", () => {
  assert.doesNotMatch(code, /\bt\(\s*`/)
})

test("both languages fill in the same things, in every plural form", () => {
  for (const key of Object.keys(en)) {
    const wanted = placeholders(forms(en[key])[0])
    for (const text of [...forms(en[key]), ...forms(tr[key])]) {
      assert.deepEqual(placeholders(text), wanted, key)
    }
  }
})

test("plural phrases have exactly the forms of their language", () => {
  for (const [language, all] of [
    ["en", en],
    ["tr", tr],
  ]) {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    for (const [key, value] of Object.entries(all)) {
      if (typeof value === "object") {
        assert.deepEqual(
          Object.keys(value).sort(),
          pluralCategories.toSorted(),
          `${language} ${key}`,
        )
      }
    }
  }
})

test("the words that are fixed are written as agreed", () => {
  assert.equal(tr["people.online"], "Çevrimiçi")
  assert.equal(tr.send, "GÖNDER")
  assert.equal(tr.leave, "AYRIL")
  assert.equal(tr.delete_room, "ODAYI SİL")
  assert.equal(tr["delete.confirm"], "Teyit ediyorum")
  assert.equal(en.send, "SEND")
  assert.equal(en.leave, "LEAVE")
  assert.equal(en.delete_room, "DELETE ROOM")
})

test("who could not be checked is named and not called an impostor", () => {
  for (const all of [en, tr]) assert.match(all["message.forged"], /\{name\}/)
  assert.match(en["message.forged"], /does not announce now/)
})

test("what is not sealed is said to prove nothing, in the room and of the server", () => {
  assert.match(en["message.not_sealed"], /nothing proves who wrote it/)
  assert.match(en["seen.sees_plain"], /in anybody's name/)
})

test("every failure of the wire contract has words", () => {
  const { text } = sources.find(({ path }) => path.endsWith("failure-words.js"))
  const codes =
    "1000 1001 1002 1003 1100 1101 1102 1103 1104 1105 1106 1108 1200 1201 1202 1203 1204 1205 " +
    "1206 1207 1208 1300 1301 1302 1303 1304 1305 1900 1901"
  for (const number of codes.split(" ")) {
    assert.match(text, new RegExp(`\\b${number}: "failure\\.`), number)
  }
})

test("nothing is promised that software cannot keep", () => {
  for (const all of [en, tr]) {
    const said = Object.values(all).flatMap(forms).join("\n")
    assert.doesNotMatch(said, /everywhere|untraceable|her yerden|izlenemez/i)
  }
})

test("a Turkish phrase counts without a plural ending", () => {
  assert.equal(phrase(tr, "tr", "timeline.below", { count: 2 }), "Aşağıda 2 yeni")
})
