// How long a first visit takes over a phone line, from the link to a room in which one can write:
//   node bench/first-visit.mjs URL PLAYWRIGHT_PACKAGE [runs]
// What a person waits for: until the front page stands, and from Open until the room does.
// Chromium's own emulation, 1.6 Mbit/s down, 0.75 Mbit/s up, 150 ms, nothing in its cache.
import { createRequire } from "node:module"

const [url, library, runs = "5"] = process.argv.slice(2)
if (!library) throw new Error("usage: node bench/first-visit.mjs URL PLAYWRIGHT_PACKAGE [runs]")
const { chromium } = createRequire(import.meta.url)(library)
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const KEY_MS = 120 // quick typing; the page is waited for before and after it, not meanwhile

const browser = await chromium.launch({
  executablePath: process.env.NOBOOKS_BROWSER ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
})

async function visit() {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 390, height: 780 },
  })
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  let bytes = 0
  let requests = 0
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests += 1
  })
  await network.send("Network.enable")
  await network.send("Network.emulateNetworkConditions", LINE)
  const start = performance.now()
  await page.goto(url, { waitUntil: "commit" })
  await page.locator("#open-room-name").waitFor()
  const front = performance.now() - start
  await page.locator("#your-name").pressSequentially("Can", { delay: KEY_MS })
  await page.locator("#open-room-name").pressSequentially("Bench", { delay: KEY_MS })
  const asked = performance.now()
  await page.getByTestId("open-room").click()
  await page.getByTestId("message-text").waitFor()
  const room = front + performance.now() - asked
  await context.close()
  return { front, room, kib: bytes / 1024, requests }
}

const visits = []
for (let i = 0; i < Number(runs); i += 1) visits.push(await visit())
await browser.close()
for (const what of ["front", "room", "kib", "requests"]) {
  const sorted = visits.map(each => each[what]).sort((a, b) => a - b)
  const unit = what === "kib" ? "KiB" : what === "requests" ? "" : "ms"
  const [low, middle, high] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map(at =>
    Math.round(sorted[at]))
  console.log(`${what.padEnd(9)} ${middle} ${unit} (${low} to ${high})`)
}
