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

for (const [rule, forbidden] of [
  ["no text becomes HTML or code",
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/],
  ["nothing is kept beyond the tab", /localStorage|document\.cookie/],
]) {
  test(`in the client's source ${rule}`, () => {
    for (const path of scripts) assert.doesNotMatch(String(read(path)), forbidden, path)
  })
}

test("only one module speaks of the event bus, and one of the wire's addresses", () => {
  const naming = words => scripts.filter(path => words.test(String(read(path))))
  assert.deepEqual(naming(/globalThis\.(EventBus|SockJS)/), ["js/bus.js"])
  assert.deepEqual(naming(/"(auth|rooms)\.[a-z-]+"|`room\.\$/), ["js/protocol.js"])
})
