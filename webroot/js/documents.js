/** The documents of a room: takes snapshots and events, asks nothing, sends nothing. */
import { signal } from "../vendor/signals-core.js"

const EMPTY = new Map()
const MOST_REASONS = 1_000

/** Stands where everybody in the room could read why somebody disputes a document. */
export const SEALED_REASON = "sealed"

export class Documents {
  /**
   * Signal: file -> {file, by, size, to, received, stored, withdrawn, meta, about, states,
   * fetching, at}. size: bytes as they travel; to: seats or null for all; meta as it was sent;
   * about: {name, type, size, digest} or null when it is not for us; states: seat -> {state,
   * reason, plain: whether the server could read the reason}; fetching: seat -> bytes handed out; at: when it was offered, 0 when not known.
   */
  files = signal(EMPTY)

  /** What came on `me` before the room told of the document. */
  #early = new Map()

  /** Why documents are disputed, as it came sealed: file/seat -> words. */
  #reasons = new Map()

  /** @param {object[]} list full list from the server: what is known and not in it was withdrawn */
  replace(list) {
    const listed = new Set(list.map(({ file }) => file))
    const files = new Map(this.files.value)
    for (const [file, document] of files) {
      if (!listed.has(file)) files.set(file, { ...document, withdrawn: true })
    }
    this.files.value = files
    this.add(list)
  }

  /** @param {object[]} list as in snapshots, with `about` */
  add(list) {
    const files = new Map(this.files.value)
    for (const item of list) files.set(item.file, this.#taken(item, files.get(item.file)))
    this.files.value = files
  }

  offered(offer) {
    if (this.files.value.has(offer.file)) this.#change(offer.file, { at: offer.at })
    else this.add([offer])
  }

  /** What a document for some is, told to each of them apart. */
  described({ file, meta, about }) {
    if (this.files.value.has(file)) this.#change(file, { meta, about })
    else this.#early.set(file, { meta, about })
  }

  stored(file) {
    const size = this.files.value.get(file)?.size
    this.#change(file, { stored: true, received: size })
  }

  received(file, bytes) {
    const known = this.files.value.get(file)
    if (known && bytes > known.received) this.#change(file, { received: bytes })
  }

  withdrawn(file) {
    this.#change(file, { withdrawn: true })
  }

  /** @param {[string, string, string, string?][]} changes file, seat, state, reason */
  setStates(changes) {
    const files = new Map(this.files.value)
    for (const [file, seat, state, reason] of changes) {
      const document = files.get(file)
      if (!document) continue
      const states = new Map(document.states).set(seat, this.#standing(file, seat, state, reason))
      files.set(file, { ...document, states })
    }
    this.files.value = files
  }

  /** Why a seat disputes a document; may come before the room tells that it does. */
  explained(file, seat, reason) {
    this.#reasons.set(`${file}/${seat}`, reason)
    if (this.#reasons.size > MOST_REASONS) this.#reasons.delete(this.#reasons.keys().next().value)
    const known = this.files.value.get(file)?.states.get(seat)
    if (known !== undefined) this.setStates([[file, seat, known.state]])
  }

  /** @param {[string, string, number][]} changes file, seat, bytes handed out to it */
  setFetching(changes) {
    const files = new Map(this.files.value)
    for (const [file, seat, bytes] of changes) {
      const document = files.get(file)
      if (!document) continue
      files.set(file, { ...document, fetching: new Map(document.fetching).set(seat, bytes) })
    }
    this.files.value = files
  }

  clear() {
    this.files.value = EMPTY
    this.#early.clear()
    this.#reasons.clear()
  }

  #taken(item, known) {
    const { file, by, size, to, received = 0, stored = false, at, handoff = [] } = item
    const { meta, about } = item.about ? item : (this.#early.get(file) ?? known ?? item)
    this.#early.delete(file)
    const states = new Map(handoff.map(([seat, state, reason]) =>
      [seat, this.#standing(file, seat, state, reason)]))
    return {
      file, by, size, to: to?.length > 0 ? to : null, received: stored ? size : received, stored,
      withdrawn: item.withdrawn === true,
      meta, about: about ?? null,
      states: handoff.length > 0 || !known ? states : known.states,
      fetching: known?.fetching ?? EMPTY,
      at: at ?? known?.at ?? 0,
    }
  }

  #standing(file, seat, state, told = "") {
    const sealed = this.#reasons.get(`${file}/${seat}`)
    const plain = sealed === undefined && told !== "" && told !== SEALED_REASON
    return { state, reason: plain ? told : (sealed ?? ""), plain }
  }

  #change(file, change) {
    const known = this.files.value.get(file)
    if (known) this.files.value = new Map(this.files.value).set(file, { ...known, ...change })
  }
}
