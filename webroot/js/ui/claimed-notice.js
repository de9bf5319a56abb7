import { signal } from "@preact/signals"
import { t } from "../i18n.js"
import { session } from "../session.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

const understood = signal("")

/** Told once, when a password has just made a name one's own: a typo would be noticed here. */
export function ClaimedNotice() {
  const identity = session.identity.value
  if (!identity?.claimed || understood.value === identity.session) return null
  return html`<div class="banner banner-told" role="status" data-testid="claimed">
    <p>${t("claimed", { name: identity.name })}</p>
    <button
      type="button"
      class="icon-button"
      aria-label=${t("close")}
      onClick=${() => (understood.value = identity.session)}
    >
      <${Icon} name="close" />
    </button>
  </div>`
}
