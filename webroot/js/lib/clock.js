/** Time as the client sees it; tests hand in another one. */
export const clock = {
  /** @returns {number} milliseconds since 1970 UTC */
  now: () => Date.now(),

  /** Runs once after `ms`. @returns {() => void} calls it off */
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
