/** What another app gave to this one, from the address that tells of it to the room. */
import "./support/web.js"
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { beforeEach, test } from "node:test"
import { collect, dropShared, shared, sharedText, shareIn } from "../../../webroot/js/shared.js"
import { parseInvite } from "../../../webroot/js/crypto.js"
import { clientSources, webroot } from "./support/sources.js"

const ID = "0b4f9b1e-3f0a-4d55-8a54-0f7b6e3c2a11"

/** A browser whose worker holds this under ID. */
const workers = (held, asked = []) => ({
  getRegistration: async () => ({
    active: {
      postMessage(message, [port]) {
        asked.push(message)
        port.postMessage(message.share === ID ? held : null)
        port.close()
      },
    },
  }),
})

beforeEach(() => dropShared())

test("an address tells of something shared, of nothing taken, or of something else", () => {
  assert.deepEqual(shareIn(`#shared=${ID}`), { id: ID })
  assert.deepEqual(shareIn("#not-shared"), { id: "" })
  for (const hash of ["", "#", "#shared=", "#shared", "#shared=a/b", "#SecProje/c0de", `#shared=${"x".repeat(65)}`]) {
    assert.equal(shareIn(hash), null, hash)
  }
})

test("no address that tells of something shared is an invitation", () => {
  for (const hash of [`#shared=${ID}`, "#not-shared"]) {
    assert.equal(parseInvite(`https://x.org/${hash}`), null)
  }
})

test("what the worker holds is held by the page from then on", async () => {
  const asked = []
  const held = { title: "", text: "look", url: "", files: [] }
  assert.equal(await collect(ID, workers(held, asked)), true)
  assert.deepEqual(shared.value, { text: "look", files: [] })
  assert.deepEqual(asked, [{ share: ID }])
  dropShared()
  assert.equal(shared.value, null)
})

test("what is not there any more, or was never taken, is said to be missed", async () => {
  assert.equal(await collect("another", workers(null)), false)
  assert.equal(await collect("", workers({})), false)
  assert.equal(await collect(ID, { getRegistration: async () => undefined }), false)
  assert.equal(await collect(ID, undefined), false)
  assert.equal(shared.value, null)
})

test("a share with nothing in it is none", async () => {
  const nothing = { title: " ", text: "", url: "", files: [] }
  assert.equal(await collect(ID, workers(nothing)), false)
  assert.equal(shared.value, null)
})

test("title, text and address become one text in which nothing stands twice", () => {
  const link = "https://y.org/plan"
  assert.equal(sharedText({ title: "Plan", text: "look", url: link }), `Plan\nlook\n${link}`)
  assert.equal(sharedText({ title: "Plan", text: `Plan: ${link}`, url: link }), `Plan: ${link}`)
  assert.equal(sharedText({ url: ` ${link} ` }), link)
  assert.equal(sharedText({}), "")
})

test("the manifest names the form that the worker reads", () => {
  const { share_target: target } = JSON.parse(readFileSync(webroot("site.webmanifest"), "utf8"))
  assert.deepEqual([target.action, target.method, target.enctype],
    ["./share", "POST", "multipart/form-data"])
  assert.deepEqual(target.params.files, [{ name: "files", accept: ["*/*"] }])
  assert.deepEqual([target.params.title, target.params.text, target.params.url],
    ["title", "text", "url"])
})

test("what was shared is sent by nobody but the person, and goes with the panic keys", () => {
  const source = name => clientSources().find(({ path }) => path === name).text
  assert.doesNotMatch(source("js/ui/shared-notice.js"), /\.say\(|documents\.offer|\.whisper\(/)
  assert.doesNotMatch(source("js/shared.js"), /Storage|history|caches|fetch\(/)
  assert.match(source("js/panic.js"), /dropShared\(\)/)
})
