/** Which build the server runs and what it allows. */
import { signal } from "../vendor/signals-core.js"

export class About {
  /** Signal: string, empty until known. */
  build = signal("")
  /** Signal<boolean>: the server was renewed since this page was loaded. */
  buildChanged = signal(false)
  /** Signal: the server's limits by name, empty until known. */
  limits = signal({})

  /** Asks the server; without an answer everything stays as it was. */
  async ask(fetch = globalThis.fetch) {
    try {
      const response = await fetch("/api/about", { cache: "no-store" })
      if (!response.ok) return
      const { build = "", limits = {} } = await response.json()
      if (this.build.value !== "" && build !== this.build.value) this.buildChanged.value = true
      this.build.value = build
      this.limits.value = limits
    } catch {
      // The next connection asks again.
    }
  }
}
