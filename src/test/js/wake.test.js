import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { Wake } from "../../../webroot/js/wake.js"

let held, wake

beforeEach(() => {
  held = 0
  wake = new Wake(async () => {
    held += 1
    return { release: async () => void (held -= 1) }
  })
})

test("the screen is held while it is wanted, once, and let go after that", async () => {
  await wake.want(true)
  await wake.want(true)
  assert.equal(held, 1)
  await wake.want(false)
  await wake.want(false)
  assert.equal(held, 0)
})

test("what is not wanted any more when the browser allows it is let go at once", async () => {
  const asking = wake.want(true)
  await wake.want(false)
  await asking
  assert.equal(held, 0)
})

test("a browser that refuses breaks nothing", async () => {
  const refused = new Wake(async () => { throw new Error("battery") })
  await refused.want(true)
  await refused.want(false)
})
