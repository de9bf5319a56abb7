/** What broke on the screens and can be seen in their source. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { clientSources } from "./support/sources.js"

const source = name => clientSources().find(({ path }) => path.endsWith(`ui/${name}.js`)).text

test("a double tap on I confirm does not delete the room", () => {
  assert.match(source("delete-sheet"), /key="second"[\s\S]*danger=\$\{true\}/)
  assert.match(source("confirm-dialog"), /useState\(!danger\)/)
  assert.match(source("confirm-dialog"), /if \(busy \|\| !ripe\) return/)
})
