/**
 * Turns what a person typed into a small tree that the screens draw as elements. Never HTML.
 *
 * Blocks: {type:"paragraph", children} {type:"quote", children} {type:"code", language, text}
 *         {type:"list", ordered, start, items:[children]}
 * Inline: {type:"text", text} {type:"break"} {type:"code", text} {type:"link", href, text}
 *         {type:"em"|"strong", children}
 */
export function parseText(source) {
  const lines = source.replace(/\r\n?/g, "\n").split("\n")
  const blocks = []
  let at = 0
  while (at < lines.length) {
    const [block, next] = readBlock(lines, at)
    if (block) blocks.push(block)
    at = next
  }
  return blocks
}

const FENCE = /^ {0,3}```([\w+#.-]{0,20})\s*$/
const FENCE_ON_ONE_LINE = /^```(.+)```\s*$/
const BULLET = /^ {0,3}[-*•]\s+(\S.*)$/
const NUMBER = /^ {0,3}(\d{1,9})[.)]\s+(\S.*)$/
const QUOTE = /^ {0,3}>\s?(.*)$/
const KINDS = [FENCE, FENCE_ON_ONE_LINE, BULLET, NUMBER, QUOTE]

function readBlock(lines, at) {
  const line = lines[at]
  if (line.trim() === "") return [null, at + 1]
  const fence = FENCE.exec(line)
  if (fence) return readFence(lines, at, fence[1])
  const oneLine = FENCE_ON_ONE_LINE.exec(line)
  if (oneLine) return [{ type: "code", language: "", text: oneLine[1].trim() }, at + 1]
  if (BULLET.test(line)) return readList(lines, at, BULLET, false)
  if (NUMBER.test(line)) return readList(lines, at, NUMBER, true)
  if (QUOTE.test(line)) return readQuote(lines, at)
  return readParagraph(lines, at)
}

function readFence(lines, at, language) {
  let end = at + 1
  while (end < lines.length && !/^ {0,3}```\s*$/.test(lines[end])) end++
  return [{ type: "code", language, text: lines.slice(at + 1, end).join("\n") }, end + 1]
}

function readList(lines, at, marker, ordered) {
  const items = []
  const start = ordered ? Number(NUMBER.exec(lines[at])[1]) : 1
  let next = at
  for (; next < lines.length; next++) {
    const item = marker.exec(lines[next])
    if (!item) break
    items.push(parseInline(item[item.length - 1]))
  }
  return [{ type: "list", ordered, start, items }, next]
}

function readQuote(lines, at) {
  const quoted = []
  let next = at
  for (; next < lines.length && QUOTE.test(lines[next]); next++) {
    quoted.push(QUOTE.exec(lines[next])[1])
  }
  return [{ type: "quote", children: inlineLines(quoted) }, next]
}

function readParagraph(lines, at) {
  let end = at + 1
  while (end < lines.length && lines[end].trim() !== "" && !KINDS.some(k => k.test(lines[end]))) {
    end++
  }
  return [{ type: "paragraph", children: inlineLines(lines.slice(at, end)) }, end]
}

function inlineLines(lines) {
  return lines.flatMap((line, i) =>
    i === 0 ? parseInline(line) : [{ type: "break" }, ...parseInline(line)],
  )
}

// A link ends before white space, brackets that cannot stand in one, and characters that could
// make it look like another address (controls, bidirectional marks, invisible ones).
const LINK = /https?:\/\/[^\s<>"`\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/uy
const WORD = /[\p{L}\p{N}]/u
const MARKS = ["**", "__", "*", "_"]
const MAX_DEPTH = 4

/** The inline pieces of one line. */
export function parseInline(text, depth = 0) {
  const pieces = []
  let plain = ""
  let at = 0
  const flush = () => {
    if (plain) pieces.push({ type: "text", text: plain })
    plain = ""
  }
  while (at < text.length) {
    const found = codeAt(text, at) ?? linkAt(text, at) ?? emphasisAt(text, at, depth)
    if (found) {
      flush()
      pieces.push(found.piece)
      at = found.end
    } else {
      plain += text[at++]
    }
  }
  flush()
  return pieces
}

function codeAt(text, at) {
  if (text[at] !== "`") return null
  const end = text.indexOf("`", at + 1)
  if (end <= at + 1) return null
  return { piece: { type: "code", text: text.slice(at + 1, end) }, end: end + 1 }
}

function linkAt(text, at) {
  if (text[at] !== "h" || (at > 0 && WORD.test(text[at - 1]))) return null
  LINK.lastIndex = at
  const match = LINK.exec(text)
  if (!match) return null
  const shown = withoutTail(match[0])
  if (!URL.canParse(shown)) return null
  return { piece: { type: "link", href: new URL(shown).href, text: shown }, end: at + shown.length }
}

/** Punctuation that ends a sentence is not part of the link; a closing bracket only if opened. */
function withoutTail(link) {
  let end = link.length
  for (; end > 0; end--) {
    const last = link[end - 1]
    if (".,;:!?'*_~…".includes(last)) continue
    if (last === ")" && !balanced(link.slice(0, end), "(", ")")) continue
    if (last === "]" && !balanced(link.slice(0, end), "[", "]")) continue
    break
  }
  return link.slice(0, end)
}

function balanced(text, open, close) {
  return text.split(open).length >= text.split(close).length
}

function emphasisAt(text, at, depth) {
  if (depth >= MAX_DEPTH || (text[at] !== "*" && text[at] !== "_")) return null
  if (at > 0 && (WORD.test(text[at - 1]) || text[at - 1] === text[at])) return null
  const mark = MARKS.find(m => text.startsWith(m, at))
  const from = at + mark.length
  if (from >= text.length || /[\s*_]/.test(text[from])) return null
  const end = closing(text, from, mark)
  if (end < 0) return null
  const type = mark.length === 2 ? "strong" : "em"
  const children = parseInline(text.slice(from, end), depth + 1)
  return { piece: { type, children }, end: end + mark.length }
}

function closing(text, from, mark) {
  for (let end = text.indexOf(mark, from + 1); end > 0; end = text.indexOf(mark, end + 1)) {
    const after = text[end + mark.length] ?? " "
    const lone = mark.length === 2 || (text[end + 1] !== mark && text[end - 1] !== mark)
    if (lone && !/\s/.test(text[end - 1]) && !WORD.test(after)) return end
  }
  return -1
}
