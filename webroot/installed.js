// Lets an installed page start where the network is gone. It keeps the page's own files and
// nothing else: no message, no document, no answer of the bridge or the API ever passes it. What the
// network has always comes first, so that a page of another build is never shown while the server
// can be reached. It also takes what other apps share with this one, holds that in memory for a
// minute and gives it out once, to the page. Not a module: Firefox learnt module service workers late.

const KEPT = "nobooks-page"
const OWN = /^\/(?:$|pack\/|js\/|css\/|vendor\/|i18n\/|icons\/|site\.webmanifest$)/
const NAMED = /(?:href|src)="([\w./-]+)"/g
const WORDS = ["i18n/en.json", "i18n/tr.json"]
const HELD_MS = 60_000
const MOST_HELD = 4

const held = new Map()

self.addEventListener("install", event => event.waitUntil(keepPage().then(() => self.skipWaiting())))
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()))

self.addEventListener("fetch", event => {
  if (isShare(event.request)) event.respondWith(takeShare(event))
  else if (isOwn(event.request)) event.respondWith(fromNetworkFirst(event))
})

self.addEventListener("message", ({ data, ports: [port] }) => {
  if (data?.share === undefined) return
  port.postMessage(held.get(data.share)?.given ?? null)
  letGo(data.share)
})

function isShare({ method, url }) {
  const { origin, pathname } = new URL(url)
  return method === "POST" && origin === self.location.origin && pathname === "/share"
}

/** Any site can send such a form, so it leads to a page that shows what came and sends nothing. */
async function takeShare(event) {
  const form = await event.request.formData().catch(() => null)
  if (form === null) return Response.redirect(`${self.location.origin}/#not-shared`, 303)
  const id = crypto.randomUUID()
  event.waitUntil(hold(id, given(form)))
  return Response.redirect(`${self.location.origin}/#shared=${id}`, 303)
}

function given(form) {
  const text = name => form.getAll(name).filter(each => typeof each === "string").join("\n")
  const files = form.getAll("files").filter(each => typeof each !== "string" && each.name !== "")
  return { title: text("title"), text: text("text"), url: text("url"), files }
}

/** Resolves when it is held no more; until then the browser keeps this worker awake. */
function hold(id, given) {
  if (held.size === MOST_HELD) letGo(held.keys().next().value)
  return new Promise(over => {
    const timer = setTimeout(() => letGo(id), HELD_MS)
    held.set(id, { given, timer, over })
  })
}

function letGo(id) {
  const share = held.get(id)
  if (share === undefined) return
  held.delete(id)
  clearTimeout(share.timer)
  share.over()
}

function isOwn({ method, url, headers }) {
  const { origin, pathname, search } = new URL(url)
  const plain = method === "GET" && search === "" && !headers.has("range")
  return plain && !headers.has("authorization") && origin === self.location.origin && OWN.test(pathname)
}

/** Storing what came never holds the answer up, and a storage that is broken or full spoils none. */
async function fromNetworkFirst(event) {
  const { request } = event
  try {
    const answer = await fetch(request)
    if (answer.ok) event.waitUntil(keep(request, answer.clone()).catch(() => {}))
    return answer
  } catch (error) {
    const before = await keptOf(request).catch(() => undefined)
    if (before) return before
    throw error
  }
}

async function keptOf({ url }) {
  const kept = await caches.open(KEPT)
  return kept.match(new URL(url).pathname, { ignoreVary: true })
}

/** Of packed files only those stay that the page in use names: the others are of another build. */
async function keep({ url }, answer) {
  const kept = await caches.open(KEPT)
  const { pathname } = new URL(url)
  const page = pathname === "/" ? answer.clone() : null
  await kept.put(pathname, answer)
  if (page === null) return
  const named = await page.text()
  for (const old of await kept.keys()) {
    const path = new URL(old.url).pathname
    if (path.startsWith("/pack/") && !named.includes(path.slice(1))) await kept.delete(old)
  }
}

/** The page comes last: it is never there without the files that it names. */
async function keepPage() {
  const kept = await caches.open(KEPT)
  const page = await fetch("/")
  if (!page.ok) throw new Error("no page")
  const text = await page.clone().text()
  const named = [...text.matchAll(NAMED)].map(([, path]) => `/${path}`)
  await kept.addAll([...new Set([...named, ...WORDS.map(path => `/${path}`)])])
  await kept.put("/", page)
}
