import { h } from "preact"
import { isOnlyEmoji } from "../lib/emoji.js"
import { parseText } from "../lib/format-text.js"
import { mentionsIn } from "../lib/mentions.js"

/**
 * A person's text as elements, built from the parsed tree and from nothing else.
 * `seats`: folded names of members, who are shown as named; `you`: one's own seat.
 */
export function FormattedText({ text, seats = new Map(), you = "" }) {
  if (isOnlyEmoji(text)) return h("p", { class: "big-emoji" }, text.trim())
  const inline = node => shown(node, seats, you)
  return parseText(text).map(node => block(node, inline))
}

function block(node, inline) {
  switch (node.type) {
    case "code":
      return h("pre", { tabindex: 0 }, h("code", null, node.text))
    case "quote":
      return h("blockquote", { dir: "auto" }, node.children.map(inline))
    case "list":
      return h(
        node.ordered ? "ol" : "ul",
        node.ordered && node.start !== 1 ? { start: node.start } : null,
        node.items.map(item => h("li", { dir: "auto" }, item.map(inline))),
      )
    default:
      return h("p", { dir: "auto" }, node.children.map(inline))
  }
}

function shown(node, seats, you) {
  switch (node.type) {
    case "break":
      return h("br")
    case "code":
      return h("code", null, node.text)
    case "em":
    case "strong":
      return h(node.type, null, node.children.map(child => shown(child, seats, you)))
    case "link":
      return h("a", { href: node.href, target: "_blank", rel: "noopener noreferrer" }, node.text)
    default:
      return node.text.includes("@") ? mentionsIn(node.text, seats).map(named(you)) : node.text
  }
}

const named = you => ({ text, seat }) => {
  if (seat === undefined) return text
  return h("span", { class: seat === you ? "mention mention-you" : "mention" }, text)
}
