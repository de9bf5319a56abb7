import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { webroot } from "./support/sources.js"

const css = readFileSync(webroot("css/tokens.css"), "utf8")
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\(\s*(#\w{6}),\s*(#\w{6})\s*\)/g)].map(
    ([, name, light, dark]) => [name, { light, dark }],
  ),
)

function luminance(colour) {
  const [r, g, b] = [1, 3, 5]
    .map(at => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Every pair that is checked here, for the table in docs/design.md. */
const checked = []

function reaches(wanted, pairs) {
  for (const [front, back] of pairs) {
    checked.push([front, back, wanted])
    for (const theme of ["light", "dark"]) {
      const found = contrast(tokens.get(front)[theme], tokens.get(back)[theme])
      assert.ok(found >= wanted, `${front} on ${back}, ${theme}: ${found.toFixed(2)}`)
    }
  }
}

test("text can be read on every ground it stands on", () => {
  const grounds = ["paper", "sheet", "sunk", "accent-wash"]
  reaches(4.5, [
    ...grounds.flatMap(ground => [
      ["ink", ground],
      ["ink-soft", ground],
      ["accent", ground],
    ]),
    ["ink", "amber-wash"],
    ["paper", "ink"],
    ["on-accent", "accent"],
    ["on-accent", "accent-strong"],
    ["on-danger", "danger-fill"],
    ["on-danger", "danger-fill-strong"],
    ["danger", "paper"],
  ])
})

test("edges of controls and marks stand out", () => {
  reaches(3, [
    ["edge", "paper"],
    ["edge", "sheet"],
    ["edge", "sunk"],
    ["accent", "paper"],
    ["accent", "sheet"],
    ["live", "paper"],
    ["live", "sheet"],
    ["amber", "paper"],
    ["amber", "amber-wash"],
  ])
})

test("the names read from the file are all there", () => {
  assert.ok(tokens.size >= 17, String(tokens.size))
})

test("the figures in docs/design.md are those of the tokens", () => {
  const design = readFileSync(new URL("../../../docs/design.md", import.meta.url), "utf8")
  const told = [...design.matchAll(/^\| ([\w-]+) \| ([\w-]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm)]
  const figure = ([front, back, wanted]) => {
    const [light, dark] = ["light", "dark"].map(theme =>
      contrast(tokens.get(front)[theme], tokens.get(back)[theme]).toFixed(1))
    return [front, back, light, dark, String(wanted)]
  }
  assert.deepEqual(told.map(row => row.slice(1)), checked.map(figure))
})
