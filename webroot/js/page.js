/** Signs from the browser that trying the connection now is worth it, or that it is gone. */

/** @param {{onHope: () => void, onOffline: () => void}} listener */
export function watchPage({ onHope, onOffline }) {
  const { document, addEventListener } = globalThis
  if (document === undefined || addEventListener === undefined) return
  addEventListener("online", onHope)
  addEventListener("pageshow", onHope)
  addEventListener("offline", onOffline)
  document.addEventListener("resume", onHope) // after the browser put the page to sleep
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") onHope()
  })
}
