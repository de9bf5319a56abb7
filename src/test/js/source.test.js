import test from "node:test"
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"

const webroot = new URL("../../../webroot/", import.meta.url)

const filesBelow = folder =>
  readdirSync(new URL(folder, webroot)).flatMap(name => {
    const path = `${folder}${name}`
    return statSync(new URL(path, webroot)).isDirectory() ? filesBelow(`${path}/`) : [path]
  })
const read = path => readFileSync(new URL(path, webroot))
const scripts = filesBelow("js/").filter(path => path.endsWith(".js"))

test("every vendored file is the one that the lock file names, and none is missing from it", () => {
  const lock = JSON.parse(read("vendor/vendor.lock.json"))
  const there = filesBelow("vendor/").filter(path => path !== "vendor/vendor.lock.json")
  assert.deepEqual(lock.map(({ file }) => `vendor/${file}`).sort(), there.sort())
  for (const { file, sha512 } of lock) {
    assert.equal(createHash("sha512").update(read(`vendor/${file}`)).digest("base64"), sha512, file)
  }
})

const naming = words => scripts.filter(path => words.test(String(read(path))))

test("in the client's source no text becomes HTML or code", () => {
  const forbidden = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/
  assert.deepEqual(naming(forbidden), [])
})

test("nothing but this device's theme, language and the like is kept beyond the tab", () => {
  assert.deepEqual(naming(/localStorage|document\.cookie|indexedDB/), ["js/early.js", "js/prefs.js"])
})

test("only one module speaks of the event bus, and one of the wire's addresses", () => {
  assert.deepEqual(naming(/globalThis\.(EventBus|SockJS)/), ["js/bus.js"])
  assert.deepEqual(naming(/"(auth|rooms)\.[a-z-]+"|`room\.\$/), ["js/protocol.js"])
})
