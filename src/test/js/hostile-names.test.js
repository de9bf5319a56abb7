import test from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { PlainTalk } from "./support/plain-talk.js"
import { base64, openedOffer, sealedOffer } from "../../../webroot/js/document-body.js"
import { extensionOf, inTwo, nameInText, safeName } from "../../../webroot/js/lib/file-name.js"
import { HOSTILE_NAMES } from "./support/hostile-names.js"

const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}/\\:*?"<>|]/u
const DEVICES = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i
const DIGEST = "0".repeat(64)

/** Whether a name may be given to a file of any system, and to a person to read. */
function isHarmless(name) {
  assert.doesNotMatch(name, HARMFUL)
  assert.doesNotMatch(name, DEVICES)
  assert.doesNotMatch(name, /^[. ]|[. ]$| {2}|\p{M}{5}/u)
  assert.ok(new TextEncoder().encode(name).length <= 200, "too long")
  assert.equal(name, name.normalize("NFC"))
  assert.equal(encodeURIComponent(name), encodeURIComponent(safeName(name)), "not clean at once")
}

const shown = name => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)

function holdsForAll(names, holds) {
  for (const name of names) {
    try {
      holds(name)
    } catch (error) {
      error.message = `${shown(name)}: ${error.message}`
      throw error
    }
  }
}

test("four hundred hostile names are harmless to whoever saves or reads them", () => {
  assert.equal(new Set(HOSTILE_NAMES).size, 400)
  holdsForAll(HOSTILE_NAMES, name => isHarmless(safeName(name)))
})

test("hostile names arrive harmless from an offer whose sender did not clean them", async () => {
  for (const name of HOSTILE_NAMES) {
    const talk = new PlainTalk()
    const { meta } = await sealedOffer(talk, { name, type: name, size: 1, digest: DIGEST }, [])
    const { about } = await openedOffer(talk, { file: "a", by: "b", meta: base64(meta) })
    holdsForAll([name], () => isHarmless(about.name))
    assert.match(about.type, /^[\x21-\x7e]{0,121}$/)
  }
})

test("a hostile name stays whole where it is cut in two, and in a sentence", () => {
  holdsForAll(HOSTILE_NAMES, given => {
    const name = safeName(given)
    const { head, tail } = inTwo(name)
    assert.equal(head + tail, name)
    assert.doesNotMatch(`${head}.${tail}`, /\p{Cs}/u)
    assert.doesNotMatch(nameInText(name).replace(/^\u2068|\u2069$/g, ""), HARMFUL)
    assert.ok([...nameInText(name)].length <= 43)
    assert.ok(name.toLowerCase().endsWith(extensionOf(name)))
  })
})

test("what is no text at all is no name and no harm", async () => {
  for (const name of [null, 7, true, [], ["a", "b"], {}, { toString: 1 }, { length: 1e9 }]) {
    const meta = base64(JSON.stringify({ name, type: {}, size: 1, digest: DIGEST }))
    const { about } = await openedOffer(new PlainTalk(), { file: "a", by: "b", meta })
    if (about !== null) isHarmless(about.name)
  }
})

test("names made up at random are harmless", () => {
  const random = generator(20261120)
  const pools = [[0, 0x7f], [0x80, 0x2ff], [0x300, 0x36f], [0x2000, 0x206f], [0xd800, 0xdfff],
    [0x1f600, 0x1f64f], [0xe0000, 0xe007f], [0, 0x10ffff]]
  const words = ["con", "nul", ".", "..", " ", "İ", "/", "\u200b", "\u0301", "aux.", ".tar.gz", "x"]
  const piece = () => {
    if (random() < 0.4) return words[Math.floor(random() * words.length)]
    const [from, to] = pools[Math.floor(random() * pools.length)]
    return String.fromCodePoint(from + Math.floor(random() * (to - from + 1)))
  }
  const name = () => Array.from({ length: random() * 12 }, piece).join("")
    .repeat(random() < 0.3 ? 60 : 1)
  holdsForAll(Array.from({ length: 5_000 }, name), given => isHarmless(safeName(given)))
})

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
