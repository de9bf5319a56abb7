import { t } from "../i18n.js"
import { session } from "../session.js"
import { html } from "./html.js"

/** The server was updated under the open page. */
export function UpdateNotice() {
  if (!session.buildChanged.value) return null
  return html`<div class="banner banner-told" role="status" data-testid="update">
    <p>${t("update.told")}</p>
    <button type="button" class="button" onClick=${() => location.reload()}>
      ${t("update.reload")}
    </button>
  </div>`
}
