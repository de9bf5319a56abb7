// Answers navigations below /dl/ with the bytes that the page hands over, as a download. It
// fetches nothing, keeps nothing and knows nothing but a name and a size. Not a module: Firefox
// learnt module service workers late.

const jobs = new Map()

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()))

self.addEventListener("message", ({ data, ports: [port] }) => {
  if (data.stay) return // being spoken to keeps this worker from falling asleep
  jobs.set(data.id, { ...data, port })
  port.postMessage("ready")
})

self.addEventListener("fetch", event => {
  const id = new URL(event.request.url).pathname.split("/").pop()
  const job = jobs.get(id)
  jobs.delete(id)
  job?.port.postMessage("opened")
  event.respondWith(job ? answerOf(job) : new Response(null, { status: 404 }))
})

function answerOf({ name, size, port }) {
  const headers = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": `attachment; filename*=UTF-8''${quoted(name)}`,
    "Content-Length": String(size),
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  }
  return new Response(bytesFrom(port), { headers })
}

/** RFC 8187: what encodeURIComponent leaves alone and this form does not. */
function quoted(name) {
  return encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16)}`)
}

/** Asks the page for more whenever the browser has room for more. */
function bytesFrom(port) {
  let answered
  const asking = controller =>
    new Promise(resolve => {
      answered = ({ data }) => {
        if (data.bytes) controller.enqueue(new Uint8Array(data.bytes))
        else if (data.end) controller.close()
        else controller.error(new Error("the page gave up"))
        resolve()
      }
      port.postMessage("more")
    })
  port.onmessage = message => answered?.(message)
  return new ReadableStream(
    { pull: asking, cancel: () => port.postMessage("cancelled") },
    { highWaterMark: 0 },
  )
}
