/**
 * Waits on a clock.
 * @param {{after: Function}} clock see clock.js
 * @param {number} ms
 * @param {AbortSignal} stopped ends the wait by rejecting with its reason
 */
export function pause(clock, ms, stopped) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      callOff()
      reject(stopped.reason)
    }
    const callOff = clock.after(ms, () => {
      stopped.removeEventListener("abort", stop)
      resolve()
    })
    stopped.addEventListener("abort", stop, { once: true })
  })
}
