import { h } from "preact"
import { isOnlyEmoji, parseText } from "../lib/format-text.js"

/** A person's text as elements, built from the parsed tree and from nothing else. */
export function FormattedText({ text }) {
  if (isOnlyEmoji(text)) return h("p", { class: "big-emoji" }, text.trim())
  return parseText(text).map(block)
}

function block(node) {
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

function inline(node) {
  switch (node.type) {
    case "break":
      return h("br")
    case "code":
    case "em":
    case "strong":
      return h(node.type, null, node.text ?? node.children.map(inline))
    case "link":
      return h("a", { href: node.href, target: "_blank", rel: "noopener noreferrer" }, node.text)
    default:
      return node.text
  }
}
