import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { test } from "node:test"
import { clientSources, webroot } from "./support/sources.js"

const sources = clientSources()
const scripts = sources.filter(({ path }) => path.endsWith(".js"))
const page = sources.find(({ path }) => path === "index.html").text
const styles = sources.filter(({ path }) => path.endsWith(".css"))

function refused(files, pattern) {
  for (const { path, text } of files) assert.doesNotMatch(text, pattern, path)
}

test("no script writes markup or evaluates text", () => {
  refused(scripts, /dangerouslySetInnerHTML|srcdoc|DOMParser|createContextualFragment/)
  refused(scripts, /setTimeout\(\s*["'`]/)
})

test("what modules name beside them is found from the bundle as well", () => {
  let named = 0
  for (const { path, text } of scripts) {
    for (const [, target] of text.matchAll(/new URL\(["`]([^"`]+)["`], import\.meta\.url\)/g)) {
      const file = target.replace("${wanted}", "en")
      for (const from of [path, "pack/main.js"]) {
        const found = new URL(file, `file:///${from}`).pathname.slice(1)
        assert.ok(existsSync(webroot(found)), `${target} in ${path}, from ${from}`)
      }
      named += 1
    }
  }
  assert.ok(named > 0)
})

test("no style is written into markup", () => {
  refused([...scripts, { path: "index.html", text: page }], /\bstyle=|setAttribute\("style"|<style/)
})

test("the page has one inline script, and that is the import map", () => {
  const inline = [...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)].map(([tag]) => tag)
  assert.deepEqual(inline, ['<script type="importmap">'])
  assert.doesNotMatch(page, /\son\w+=/)
})

test("the page and its import map name files of this site only", () => {
  const map = JSON.parse(/<script type="importmap">([\s\S]*?)<\/script>/.exec(page)[1])
  for (const target of Object.values(map.imports)) assert.match(target, /^\.\/vendor\/[\w-]+\.js$/)
  for (const [, target] of page.matchAll(/\b(?:src|href)="([^"]+)"/g)) {
    assert.doesNotMatch(target, /^(?:\w+:|\/)/)
    if (!target.startsWith("vendor/")) assert.ok(existsSync(webroot(target)), target)
  }
  const order = styles.find(({ path }) => path === "css/page.css").text
  assert.equal(order.replace(/@import "\.\/[a-z]+\.css";\n/g, ""), "")
  refused(styles.filter(({ text }) => text !== order), /url\(|@import/)
})

test("letters are never changed in case by styles: Turkish has two letters i", () => {
  refused(styles, /text-transform/)
})

test("every link to elsewhere gives nothing away", () => {
  for (const { path, text } of scripts) {
    const opened = text.match(/target(?:=|: )"_blank"/g)?.length ?? 0
    const closed = text.match(/"noopener noreferrer"/g)?.length ?? 0
    assert.equal(opened, closed, path)
  }
})
