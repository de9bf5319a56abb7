import assert from "node:assert/strict"
import { test } from "node:test"
import { COMMON_EMOJI, isOnlyEmoji, lastEmoji } from "../../../webroot/js/lib/emoji.js"
import { parseInline, parseText } from "../../../webroot/js/lib/format-text.js"

const text = value => ({ type: "text", text: value })
const link = (value, href = value) => ({ type: "link", href, text: value })
const paragraph = (...children) => ({ type: "paragraph", children })

test("plain text stays as it was typed, markup included", () => {
  const typed = "<img src=x onerror=alert(1)> &amp; done"
  assert.deepEqual(parseText(typed), [paragraph(text(typed))])
})

test("a single new line breaks the line, an empty one starts a paragraph", () => {
  assert.deepEqual(parseText("a\nb\n\nc"), [
    paragraph(text("a"), { type: "break" }, text("b")),
    paragraph(text("c")),
  ])
})

test("a link ends before the punctuation of its sentence", () => {
  assert.deepEqual(parseInline("see https://a.example/x?y=1, or (https://b.example/c_(d))."), [
    text("see "),
    link("https://a.example/x?y=1"),
    text(", or ("),
    link("https://b.example/c_(d)"),
    text(")."),
  ])
})

test("only http and https become links", () => {
  for (const typed of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "xhttps://a.example",
    "https://",
    "HTTPS",
  ]) {
    assert.deepEqual(parseInline(typed), [text(typed)])
  }
})

test("a link stops at invisible and direction-turning characters", () => {
  assert.deepEqual(parseInline("https://a.example/\u202Egpj"), [
    link("https://a.example/"),
    text("\u202Egpj"),
  ])
})

test("a link without a path is shown as typed", () => {
  assert.deepEqual(parseInline("https://a.example"), [
    link("https://a.example", "https://a.example/"),
  ])
})

test("code keeps its stars and links", () => {
  assert.deepEqual(parseInline("run `a *b* https://c.example` now"), [
    text("run "),
    { type: "code", text: "a *b* https://c.example" },
    text(" now"),
  ])
})

test("an unclosed or empty mark is text", () => {
  for (const typed of ["`a", "``", "*a", "**a*", "* a *", "**", "a * b * c", "_", "`"]) {
    assert.deepEqual(parseInline(typed), [text(typed)])
  }
})

test("emphasis and strong nest", () => {
  assert.deepEqual(parseInline("**a *b* c** _d_"), [
    { type: "strong", children: [text("a "), { type: "em", children: [text("b")] }, text(" c")] },
    text(" "),
    { type: "em", children: [text("d")] },
  ])
})

test("names with underscores and sums are not emphasis", () => {
  for (const typed of ["snake_case_name", "2*3*4", "ğ_ü_ş"]) {
    assert.deepEqual(parseInline(typed), [text(typed)])
  }
})

test("a fenced block keeps every character and its language", () => {
  assert.deepEqual(parseText("look:\n```js\nif (a < b) {\n  *x*\n}\n```\nend"), [
    paragraph(text("look:")),
    { type: "code", language: "js", text: "if (a < b) {\n  *x*\n}" },
    paragraph(text("end")),
  ])
})

test("an unclosed fence runs to the end", () => {
  assert.deepEqual(parseText("```\na\n\nb"), [{ type: "code", language: "", text: "a\n\nb" }])
})

test("a fence may stand on one line", () => {
  assert.deepEqual(parseText("```a b```"), [{ type: "code", language: "", text: "a b" }])
})

test("lists of both kinds keep their order and first number", () => {
  assert.deepEqual(parseText("- a\n- **b**\n3. c\n4. d"), [
    {
      type: "list",
      ordered: false,
      start: 1,
      items: [[text("a")], [{ type: "strong", children: [text("b")] }]],
    },
    { type: "list", ordered: true, start: 3, items: [[text("c")], [text("d")]] },
  ])
})

test("quoted lines gather in one quote", () => {
  assert.deepEqual(parseText("> a\n> b\nc"), [
    { type: "quote", children: [text("a"), { type: "break" }, text("b")] },
    paragraph(text("c")),
  ])
})

test("a text made to be slow comes to an end", { timeout: 60_000 }, () => {
  for (const piece of ["*a ", "**a*", "`", "[(", "https://a.example/((", "> ", "_a_b", "- "]) {
    const long = piece.repeat(Math.ceil(12288 / piece.length))
    assert.ok(parseText(long).length > 0, piece)
    assert.equal(isOnlyEmoji(long), false, piece)
  }
})

test("no character is lost in text without markup", () => {
  const typed = "Ayşe İle ıstakoz 🦞, \u0000 ve \uD800 bir şey"
  assert.deepEqual(parseText(typed), [paragraph(text(typed))])
})

test("a reaction is the last thing that reads as one character, if it is an emoji", () => {
  for (const [typed, emoji] of [
    ["👍", "👍"], [" 👍🏽 ", "👍🏽"], ["👍👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"], ["ok 🇹🇷", "🇹🇷"], ["❤️", "❤️"], ["1️⃣", "1️⃣"],
    ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"], ["", ""], ["ok", ""], ["👍 ok", ""], ["1", ""], ["#", ""], ["é", ""], ["🇹", ""],
  ]) {
    assert.equal(lastEmoji(typed), emoji, typed)
  }
  for (const emoji of COMMON_EMOJI) assert.equal(lastEmoji(emoji), emoji)
  assert.equal(new Set(COMMON_EMOJI).size, 48)
})

test("a few emoji alone are big", () => {
  for (const typed of ["👍", "👍🏽 🎉", "👨‍👩‍👧‍👦", "🇹🇷", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]) {
    assert.equal(isOnlyEmoji(typed), true, typed)
  }
  for (const typed of ["", "👍 ok", "1", "#", "👍👍👍👍👍👍👍", "a"]) {
    assert.equal(isOnlyEmoji(typed), false, typed)
  }
})
