/** Who is typing: a sign that fades unless it is renewed. */
import { signal } from "../vendor/signals-core.js"

const FADE_MS = 5_000

export class Typing {
  #clock
  #fading = new Map()

  /** Signal: array of seats. */
  seats = signal([])

  constructor(clock) {
    this.#clock = clock
  }

  saw(seat) {
    this.#fading.get(seat)?.()
    this.#fading.set(seat, this.#clock.after(FADE_MS, () => this.stopped(seat)))
    if (!this.seats.value.includes(seat)) this.seats.value = [...this.seats.value, seat]
  }

  stopped(seat) {
    this.#fading.get(seat)?.()
    this.#fading.delete(seat)
    if (this.seats.value.includes(seat)) {
      this.seats.value = this.seats.value.filter(other => other !== seat)
    }
  }

  clear() {
    for (const seat of [...this.#fading.keys()]) this.stopped(seat)
  }
}
