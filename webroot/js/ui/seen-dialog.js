import { t } from "../i18n.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"

/** What whoever runs the server can see, what not, and what nobody can promise. */
export function SeenDialog({ onClose }) {
  return html`<${Dialog} title=${t("seen.open")} onClose=${onClose} testid="seen-dialog">
    <${Part}
      title=${t("seen.sees")}
      lines=${[
        t("seen.sees_you"),
        t("seen.sees_password"),
        t("seen.sees_room"),
        t("seen.sees_size"),
        t("seen.sees_marks"),
        t("seen.sees_documents"),
        t("seen.sees_plain"),
      ]}
    />
    <${Part}
      title=${t("seen.not")}
      lines=${[
        t("seen.not_text"),
        t("seen.not_marks"),
        t("seen.not_documents"),
        t("seen.not_room"),
      ]}
    />
    <${Part}
      title=${t("seen.limits")}
      lines=${[
        t("seen.limits_page"),
        t("seen.limits_hold"),
        t("seen.limits_code"),
        t("seen.limits_people"),
      ]}
    />
  <//>`
}

function Part({ title, lines }) {
  return html`<h3>${title}</h3>
    <ul class="seen">
      ${lines.map(line => html`<li>${line}</li>`)}
    </ul>`
}
