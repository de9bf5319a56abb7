/** A clock that stands still until a test moves it. */
export class FakeClock {
  #now = 1_790_000_000_000
  #timers = new Set()

  now = () => this.#now

  after = (ms, run) => {
    const timer = { at: this.#now + ms, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Time goes by as it does for a device that sleeps: no timer counts it. */
  sleep(ms) {
    this.#now += ms
    for (const timer of this.#timers) timer.at += ms
  }

  /** Moves on, running what falls due in order, and lets everything settle. */
  async advance(ms) {
    const end = this.#now + ms
    await settled()
    for (let timer = this.#nextUntil(end); timer; timer = this.#nextUntil(end)) {
      this.#timers.delete(timer)
      this.#now = Math.max(this.#now, timer.at)
      timer.run()
      await settled()
    }
    this.#now = end
  }

  #nextUntil(end) {
    const due = [...this.#timers].filter(({ at }) => at <= end)
    return due.sort((a, b) => a.at - b.at)[0]
  }
}

/** Resolves when all promises that can settle have done so. */
export async function settled() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
}
