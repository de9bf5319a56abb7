/** Where a document goes to on this device. Nothing is left of one that did not come whole. */
import { randomHex } from "./lib/random.js"
import { Refusal } from "./protocol.js"
import { downloadsWorker } from "./workers.js"

/** A browser without a better way keeps the whole document in memory: not more than this. */
export const MEMORY_BYTES = 256 * 1024 * 1024

const STAY_AWAKE_MS = 10_000
const WORKER_MS = 10_000
const LET_GO_MS = 60_000
const COPY_BYTES = 4 * 1024 * 1024

/**
 * @param {number} size bytes
 * @returns {"picker"|"stream"|"memory"|null} the best way to save here; null when there is none
 */
export function wayToSave(size) {
  if (globalThis.showSaveFilePicker) return "picker"
  if (globalThis.navigator?.serviceWorker) return "stream"
  return size <= MEMORY_BYTES ? "memory" : null
}

/**
 * @param {{name: string, size: number}} about
 * @returns {Promise<object|null>} a sink; null when the person closed the file picker
 * @throws {Refusal} `not_saved`
 */
export async function openSink({ name, size }) {
  const way = wayToSave(size)
  if (way === "picker") return pickedFile(name)
  try {
    if (way === "stream") return await BrowserDownload.start(name, size)
  } catch {
    // Some browsers have service workers but refuse them, in private windows for example.
  }
  if (size > MEMORY_BYTES) throw new Refusal(0, "not_saved")
  return new Memory(blob => offer(blob, name))
}

/** A sink whose `close` answers the document as a Blob. */
export function heldInMemory() {
  return new Memory(blob => blob)
}

async function pickedFile(suggestedName) {
  try {
    const handle = await globalThis.showSaveFilePicker({ suggestedName })
    return new PickedFile(await handle.createWritable())
  } catch (error) {
    if (error.name === "AbortError") return null
    throw new Refusal(0, "not_saved")
  }
}

/** A file that the person chose. The browser writes beside it and puts it in place on `close`. */
class PickedFile {
  #file

  onCancelled = () => {}

  constructor(file) {
    this.#file = file
  }

  write = bytes => this.#file.write(bytes)
  close = () => this.#file.close()
  abort = () => this.#file.abort()
}

/** Parts in memory, copied together now and then so that small ones do not pile up. */
class Memory {
  #keep
  #parts = []
  #loose = []
  #looseBytes = 0

  onCancelled = () => {}

  constructor(keep) {
    this.#keep = keep
  }

  async write(bytes) {
    this.#loose.push(bytes.slice())
    this.#looseBytes += bytes.length
    if (this.#looseBytes >= COPY_BYTES) this.#gather()
  }

  async close() {
    this.#gather()
    const blob = new Blob(this.#parts, { type: "application/octet-stream" })
    await this.abort()
    return this.#keep(blob)
  }

  async abort() {
    this.#parts = []
    this.#loose = []
    this.#looseBytes = 0
  }

  #gather() {
    this.#parts.push(new Blob(this.#loose))
    this.#loose = []
    this.#looseBytes = 0
  }
}

/** The browser's own download, fed through the service worker below /dl/. */
class BrowserDownload {
  #port
  #frame
  #stayAwake
  #wanted
  #want

  onCancelled = () => {}

  static async start(name, size) {
    const worker = await within(WORKER_MS, downloadsWorker())
    const id = randomHex()
    const { port1, port2 } = new MessageChannel()
    const ready = next(port1)
    worker.postMessage({ id, name, size }, [port2])
    await within(WORKER_MS, ready)
    const opened = next(port1)
    const frame = document.createElement("iframe")
    frame.hidden = true
    frame.src = `/dl/${id}`
    document.body.append(frame)
    try {
      await within(WORKER_MS, opened)
    } catch (error) {
      frame.remove()
      throw error
    }
    return new BrowserDownload(worker, port1, frame)
  }

  constructor(worker, port, frame) {
    this.#port = port
    this.#frame = frame
    this.#waitForWant()
    port.onmessage = ({ data }) => (data === "cancelled" ? this.onCancelled() : this.#want())
    this.#stayAwake = setInterval(() => worker.postMessage({ stay: true }), STAY_AWAKE_MS)
  }

  async write(bytes) {
    await this.#wanted
    this.#waitForWant()
    const copy = bytes.slice()
    this.#port.postMessage({ bytes: copy.buffer }, [copy.buffer])
  }

  async close() {
    await this.#wanted
    this.#port.postMessage({ end: true })
    this.#letGo()
  }

  async abort() {
    this.#port.postMessage({ failed: true })
    this.#letGo()
  }

  #waitForWant() {
    this.#wanted = new Promise(resolve => (this.#want = resolve))
  }

  /** The frame stays a while: taking it away too early would take the download with it. */
  #letGo() {
    clearInterval(this.#stayAwake)
    setTimeout(() => this.#frame.remove(), LET_GO_MS)
  }
}

function next(port) {
  return new Promise(resolve => (port.onmessage = resolve))
}

/** Gives a whole document to the browser's download list. */
function offer(blob, name) {
  const url = URL.createObjectURL(blob)
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), LET_GO_MS)
}

function within(ms, promise) {
  let timer
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(0, "not_saved")), ms)
  })
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer))
}
