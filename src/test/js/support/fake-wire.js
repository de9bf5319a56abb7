import { Refusal } from "../../../../webroot/js/protocol.js"

/** A room's way to the server: `answers[type or address]` is a body, a Refusal or a function. */
export class FakeWire {
  answers = {}
  asked = []
  listener = null
  cuts = 0
  here = { epoch: "e1", top: 0, rev: 0 }

  async request(address, body, { timeout } = {}) {
    const name = body.type ?? address
    this.patience = timeout ?? "as long as an answer may take"
    this.asked.push({ ...body, type: name })
    const scripted = this.answers[name]
    const answer = typeof scripted === "function" ? scripted(body) : scripted
    if (answer instanceof Refusal) throw answer
    return answer ?? {}
  }

  async listen(address, hear) {
    if (this.here instanceof Refusal) throw this.here
    this.listener = hear
    hear({ type: "here", ...this.here })
    return this.here
  }

  unlisten() {
    this.listener = null
  }

  cut() {
    this.cuts += 1
  }

  /** Tells the room on `out`. */
  tell(...bodies) {
    for (const body of bodies) this.listener?.(body)
  }

  types(type) {
    return this.asked.filter(each => each.type === type)
  }
}
