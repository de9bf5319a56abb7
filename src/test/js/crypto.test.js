import test from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { createHash, hkdfSync } from "node:crypto"
import {
  canonicalCode,
  derive,
  formatCode,
  inviteLink,
  newCode,
  parseInvite,
} from "../../../webroot/js/crypto.js"
import { foldName } from "../../../webroot/js/lib/fold.js"
import { vectors } from "./support/vectors.js"

const CODE = "0123456789abcdefghjkmnpqr"

for (const { in: typed, code } of vectors("codes.json")) {
  test(`a typed code is understood or refused: ${JSON.stringify(typed)}`, () => {
    assert.equal(canonicalCode(typed), code)
  })
}

for (const { code, name, ticket, room, proof, keySha256 } of vectors("derivation.json")) {
  test(`ticket, room and proof follow from the code and ${JSON.stringify(name)}`, async () => {
    assert.deepEqual(await derive(code, name), { ticket, room, proof })
    const key = hkdfSync("sha256", code, foldName(name), "nobooks/1/key", 32)
    assert.equal(createHash("sha256").update(Buffer.from(key)).digest("hex"), keySha256)
  })
}

test("a new code is canonical and reads in five groups of five", () => {
  const code = newCode()
  assert.equal(canonicalCode(code), code)
  assert.match(formatCode(code), /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/)
  assert.equal(canonicalCode(formatCode(code)), code)
  assert.notEqual(newCode(), code)
})

test("all 32 characters of the alphabet come up in new codes", () => {
  const seen = new Set(Array.from({ length: 200 }, newCode).join(""))
  assert.equal(seen.size, 32)
})

test("an invite link gives back the name and the code", () => {
  for (const name of ["SecProje", "a/b # c?", "Çalışma 🚀", "100%"]) {
    const link = inviteLink("https://example.org", name, CODE)
    assert.deepEqual(parseInvite(link), { name, code: CODE })
    assert.deepEqual(parseInvite(`  ${new URL(link).hash}\n`), { name, code: CODE })
  }
})

test("a link whose code was written in groups is understood", () => {
  const link = `http://localhost:8080/#Sec%20Proje/${formatCode(CODE)}`
  assert.deepEqual(parseInvite(link), { name: "Sec Proje", code: CODE })
})

test("what is no invite is not taken for one", () => {
  const none = ["", "#", "#SecProje", `#/${CODE}`, `SecProje/${CODE}`, "https://example.org/",
    `#SecProje/${CODE}0`, `#%E0%A4%A/${CODE}`, `#${"a".repeat(65)}/${CODE}`, `#a%00b/${CODE}`]
  for (const text of none) assert.equal(parseInvite(text), null, text)
})
