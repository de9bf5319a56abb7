/** What a person does with the documents of a room: offer, accept, confirm, take back. */
import { computed, effect, signal } from "../vendor/signals-core.js"
import { SEALED_REASON } from "./documents.js"
import { clock as realClock } from "./lib/clock.js"
import { mayGo } from "./lib/hand-off.js"
import { Lanes } from "./lib/lanes.js"
import { asRefusal, Failure, Refusal } from "./protocol.js"
import { Receiving } from "./receiver.js"
import { Sending } from "./sender.js"
import { heldInMemory, openSink } from "./sinks.js"

const AT_A_TIME = 2
const PAUSE_MS = 1_000
const AT_REST = ["saved", "failed"]
const MOVING = ["waiting", "preparing", "sending", "broken"]

export class DocumentDesk {
  #documents
  #members
  #you
  #command
  #clock
  #outside
  #openSink
  #sendLanes = new Lanes(AT_A_TIME)
  #receiveLanes = new Lanes(AT_A_TIME)
  #stopWatching
  #closed = false

  /** Signal: array of Sending, in the order in which they were given. */
  sendings = signal([])
  /** Signal: file -> Receiving. */
  receivings = signal(new Map())
  /** Signal<boolean>: something would be lost if this page were closed now. */
  busy = computed(() =>
    this.sendings.value.some(sending => sending.open) ||
    [...this.receivings.value.values()].some(({ state }) => !AT_REST.includes(state.value.phase)))

  /**
   * @param {{documents: object, members: object, you: object, door: object, talk: object,
   *   command: (command: object) => Promise<object>, clock?: object, outside?: object}} room
   *   the room's Documents, its signals of members and of oneself, its FileDoor and its
   *   SealedTalk; outside: for tests
   */
  constructor(room) {
    const { documents, members, you, door, talk, command, clock = realClock, outside = {} } = room
    this.#documents = documents
    this.#members = members
    this.#you = you
    this.#command = command
    this.#clock = clock
    this.#openSink = outside.openSink ?? openSink
    this.#outside = { door, talk, clock, ...outside }
    this.files = documents.files
    const watch = [() => this.#letGo(), () => this.#claim(), () => this.#tidy()]
    const stops = watch.map(each => effect(each))
    this.#stopWatching = () => stops.forEach(stop => stop())
  }

  /** @param {string} file @returns {Sending|undefined} the upload behind an own document */
  sendingOf(file) {
    return this.sendings.value.find(sending => sending.file.value === file)
  }

  /**
   * @param {File[]} blobs what to send
   * @param {{to?: string[], until?: {file: string, seat: string}|null}} [how] to: seats, none for
   *   everybody; until: wait until this seat has confirmed that document
   */
  offer(blobs, { to = [], until = null } = {}) {
    for (const blob of blobs) this.#add(new Sending({ blob, to, until }, this.#sender()))
  }

  /**
   * Goes on with an own upload that broke off, if this is the same file. It fails with the slug
   * `lost_key` when this page cannot know any more what the first part was sealed with.
   */
  goOn(file, blob) {
    const resume = this.files.value.get(file)
    this.discard(this.sendingOf(file))
    this.#add(new Sending({ blob, to: resume.to ?? [], resume }, this.#sender()))
  }

  /** Sends without waiting for the confirmation any more, or tries again, or goes on. */
  start(sending) {
    sending.start()
  }

  /** Stops an upload for good. What the room has been offered is taken back. */
  async cancel(sending) {
    const file = sending.file.value
    this.discard(sending)
    if (file !== "") await this.withdraw(file).catch(() => {})
  }

  /** Takes back what cannot go on, and offers the same file as a document of its own. */
  async sendAnew(sending) {
    const { blob, to } = sending
    await this.withdraw(sending.file.value)
    this.offer([blob], { to })
  }

  /** Takes an upload off the screen. */
  discard(sending) {
    sending?.cancel()
    this.sendings.value = this.sendings.value.filter(each => each !== sending)
  }

  /**
   * Asks where to save and fetches. Resolves when the document is on this device and the room knows
   * it, when the person closed the file picker, and when it failed: see `receivings`.
   */
  async accept(file) {
    const document = this.files.value.get(file)
    if (!document?.about) throw new Refusal(Failure.noSuchFile)
    const sink = await this.#openSink(document.about)
    if (sink === null || this.#closed) return
    const receiving = new Receiving(document, sink, this.#receiver())
    this.#putReceiving(file, receiving)
    try {
      await receiving.run()
    } catch (error) {
      if (!(error instanceof Refusal)) this.#putReceiving(file, null)
      return
    }
    if (this.stateOf(file) === "offered") await this.#saidToHave(file)
  }

  /** @returns {Receiving} whose `run` answers the document as a Blob, without saving it */
  preview(file) {
    return new Receiving(this.files.value.get(file), heldInMemory(), this.#receiver())
  }

  cancelReceiving(file) {
    this.receivings.value.get(file)?.cancel()
    this.#putReceiving(file, null)
  }

  /** @returns {string} where a document stands with oneself */
  stateOf(file) {
    const standing = this.files.value.get(file)?.states.get(this.#you.value.seat)
    return standing?.state ?? "offered"
  }

  // These throw Refusal.

  confirm = file => this.#step(file, "confirm", "confirmed")
  decline = file => this.#step(file, "decline", "declined")

  /** All hear that it is disputed, and only its sender why. May be tried again when that failed. */
  async dispute(file, reason) {
    await this.#step(file, "dispute", "disputed", SEALED_REASON)
    const { by } = this.files.value.get(file)
    await this.#outside.talk.explain(by, file, reason).catch(error => {
      if (error?.code !== Failure.noSuchSeat) throw error // a sender who is gone reads nothing
    })
  }

  async withdraw(file) {
    this.discard(this.sendingOf(file))
    await this.#command({ type: "withdraw", file })
    this.#documents.withdrawn(file)
  }

  /** The seat is used elsewhere: two pages must not send one document. */
  standBack() {
    for (const sending of this.sendings.value) {
      if (MOVING.includes(sending.state.value.phase)) sending.pause()
    }
  }

  /** The room is over: stops everything and drops it. */
  close() {
    this.#closed = true
    this.#stopWatching()
    for (const sending of this.sendings.value) sending.cancel()
    for (const receiving of this.receivings.value.values()) receiving.cancel()
    this.sendings.value = []
    this.receivings.value = new Map()
  }

  #sender() {
    return { ...this.#outside, lanes: this.#sendLanes }
  }

  #receiver() {
    return { ...this.#outside, lanes: this.#receiveLanes }
  }

  #add(sending) {
    this.sendings.value = [...this.sendings.value, sending]
    if (sending.state.value.phase !== "held") this.start(sending)
  }

  #putReceiving(file, receiving) {
    const receivings = new Map(this.receivings.value)
    receivings.get(file)?.cancel()
    if (receiving) receivings.set(file, receiving)
    else receivings.delete(file)
    this.receivings.value = receivings
  }

  /** Starts what waited for a confirmation that is there now. */
  #letGo() {
    const files = this.files.value
    const members = this.#members.value
    for (const sending of this.sendings.value) {
      const held = sending.state.value.phase === "held"
      if (held && mayGo(sending.until, files, members) === "now") {
        queueMicrotask(() => this.start(sending))
      }
    }
  }

  /** The room may tell of an own document before, or instead of, the answer to the offer. */
  #claim() {
    for (const document of this.files.value.values()) {
      const { file, by, stored, withdrawn } = document
      if (by !== this.#you.value.seat || stored || withdrawn || this.sendingOf(file)) continue
      const sending = this.sendings.value.find(each => each.matches(document))
      if (sending) queueMicrotask(() => sending.claim(document))
    }
  }

  /** An upload stands until the room tells that it has everything. */
  #tidy() {
    const files = this.files.value
    for (const sending of this.sendings.value) {
      const { stored, withdrawn } = files.get(sending.file.value) ?? {}
      const over = sending.state.value.phase === "sent" && (stored || withdrawn)
      if (over) queueMicrotask(() => this.discard(sending))
    }
  }

  async #step(file, type, state, reason) {
    await this.#command({ type, file, ...(reason === undefined ? {} : { reason }) })
    this.#documents.setStates([[file, this.#you.value.seat, state, reason]])
  }

  /** Says that all bytes are here and right, until the room has heard it. */
  async #saidToHave(file) {
    while (!this.#closed) {
      try {
        return await this.#step(file, "receive", "received")
      } catch (error) {
        const refusal = asRefusal(error)
        if (!refusal.passing) return this.#putReceiving(file, null)
        const ms = Math.max(refusal.afterMs, PAUSE_MS)
        await new Promise(again => this.#clock.after(ms, again))
      }
    }
  }
}
