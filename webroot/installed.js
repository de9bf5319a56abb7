// Lets an installed page start where the network is slow or gone. It keeps the page's own files and
// nothing else: no message, no document, no answer of the bridge or the API ever passes it. What the
// network has always comes first, so that a page of another build is never shown while the server
// can be reached. Not a module: Firefox learnt module service workers late.

const KEPT = "nobooks-page"
const OWN = /^\/(?:$|pack\/|js\/|css\/|vendor\/|i18n\/|icons\/|site\.webmanifest$)/
const NAMED = /(?:href|src)="([\w./-]+)"/g
const WORDS = ["i18n/en.json", "i18n/tr.json"]

self.addEventListener("install", event => event.waitUntil(keepPage().then(() => self.skipWaiting())))
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()))

self.addEventListener("fetch", event => {
  if (isOwn(event.request)) event.respondWith(fromNetworkFirst(event.request))
})

function isOwn({ method, url, headers }) {
  const { origin, pathname, search } = new URL(url)
  const plain = method === "GET" && search === "" && !headers.has("range")
  return plain && !headers.has("authorization") && origin === self.location.origin && OWN.test(pathname)
}

async function fromNetworkFirst(request) {
  const kept = await caches.open(KEPT)
  try {
    const answer = await fetch(request)
    if (answer.ok) await keep(kept, request, answer.clone())
    return answer
  } catch (error) {
    const before = await kept.match(new URL(request.url).pathname, { ignoreVary: true })
    if (before) return before
    throw error
  }
}

/** Of packed files only those stay that the page in use names: the others are of another build. */
async function keep(kept, request, answer) {
  const { pathname } = new URL(request.url)
  if (pathname === "/") {
    const named = await answer.clone().text()
    for (const old of await kept.keys()) {
      const path = new URL(old.url).pathname
      if (path.startsWith("/pack/") && !named.includes(path.slice(1))) await kept.delete(old)
    }
  }
  await kept.put(pathname, answer)
}

async function keepPage() {
  const kept = await caches.open(KEPT)
  const page = await fetch("/")
  const text = await page.clone().text()
  const named = [...text.matchAll(NAMED)].map(([, path]) => `/${path}`)
  await kept.put("/", page)
  await kept.addAll([...new Set([...named, ...WORDS.map(path => `/${path}`)])])
}
