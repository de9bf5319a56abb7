import { effect } from "@preact/signals"
import { useEffect, useState } from "preact/hooks"

const HIDDEN_MS = 250

/** A signal's value, taken up once a frame at most: a flood of events is drawn in one go. */
export function useFrames(source) {
  const [value, setValue] = useState(source.peek())
  useEffect(() => {
    let callOff = null
    const take = () => {
      callOff = null
      setValue(source.peek())
    }
    const stop = effect(() => {
      source.value
      callOff ??= nextFrame(take)
    })
    return () => {
      stop()
      callOff?.()
    }
  }, [source])
  return value
}

/** Pages that nobody sees have no frames. */
function nextFrame(run) {
  if (document.hidden) {
    const timer = setTimeout(run, HIDDEN_MS)
    return () => clearTimeout(timer)
  }
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}
