/** What broke on the screens and can be seen in their source. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { lifetimeChoices } from "../../../webroot/js/lib/lifetimes.js"
import { clientSources } from "./support/sources.js"

const source = name => clientSources().find(({ path }) => path.endsWith(`ui/${name}.js`)).text

test("a double tap on I confirm does not delete the room", () => {
  assert.match(source("delete-sheet"), /key="second"[\s\S]*danger=\$\{true\}/)
  assert.match(source("confirm-dialog"), /useState\(!danger\)/)
  assert.match(source("confirm-dialog"), /if \(busy \|\| !ripe\) return/)
})

test("no end of a room is offered that lies behind, and looking at the choices applies none", () => {
  const hours = count => count * 3_600_000
  assert.deepEqual(lifetimeChoices(1440, 0, hours(5)), [480, 1440, 4320, 10080])
  assert.deepEqual(lifetimeChoices(30, 0, hours(0.1)), [30, 60, 240, 480, 1440, 4320, 10080])
  assert.match(source("room-settings"), /onChange=\$\{event => setChosen/)
})

test("a whisper to somebody who has left is put back, still addressed, and not retried", () => {
  assert.match(source("message"), /nobody \? putBack\(room, item\) : room\.retry/)
  assert.match(source("message"), /addressee\.value = to/)
})

test("a person whom the admin does not let in is not told to have been removed", () => {
  assert.match(source("plain-pages"), /Failure\.removed[\s\S]*denied\.by_admin/)
})
