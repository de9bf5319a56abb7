/**
 * Some browsers lay the keyboard of a phone over the page instead of making the page lower. The
 * styles are told how much of it is covered, so that the composer stands above the keyboard.
 */

/** What bars of a browser take besides. */
const LEAST_PX = 80

export function watchOnScreenKeyboard() {
  const { visualViewport: seen } = window
  if (!seen) return
  const { documentElement: root } = document
  const look = () => {
    const covered = seen.scale > 1.01 ? 0 : Math.round(window.innerHeight - seen.height)
    const up = covered >= LEAST_PX
    root.style.setProperty("--covered", up ? `${covered}px` : "0px")
    const room = document.querySelector(".room") !== null // other pages scroll as they always do
    if (up && room && root.scrollHeight <= window.innerHeight) window.scrollTo(0, 0)
  }
  seen.addEventListener("resize", look)
  seen.addEventListener("scroll", look)
}
