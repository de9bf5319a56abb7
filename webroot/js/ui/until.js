import { t } from "../i18n.js"
import { documentName } from "./file-name.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

/** What something that is held waits for, and whether that can still come. */
export function Until({ room, until, state }) {
  const document = room.documents.files.value.get(until.file)
  const words = {
    person: room.members.value.get(until.seat)?.name || t("people.someone"),
    name: documentName(document),
  }
  const never = state === "never"
  return html`<p class="until" data-testid="until">
    <${Icon} name=${never ? "warning" : "clock"} />
    <span>${never ? t("doc.until_never", words) : t("doc.until", words)}</span>
  </p>`
}
