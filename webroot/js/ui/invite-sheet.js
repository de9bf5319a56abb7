import { formatCode } from "../crypto.js"
import { t } from "../i18n.js"
import { closeSheet, openSheet } from "../view.js"
import { CopyButton } from "./copy-button.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"
import { QrCode } from "./qr-code.js"
import { SafetyWords } from "./safety-words.js"

export function InviteSheet({ room }) {
  const code = formatCode(room.code)
  return html`<${Dialog} title=${t("invite.title")} onClose=${closeSheet} testid="invite-sheet">
    ${room.options.value?.locked && html`<p class="field-hint" role="note">${t("invite.locked")}</p>`}
    <div class="invite">
      <div class="invite-facts">
        <${Fact}
          label=${t("invite.name")}
          text=${room.name}
          copy=${t("invite.copy_name")}
          id="invite-name"
        >
          ${room.name}
        <//>
        <${Fact} label=${t("invite.id")} text=${code} copy=${t("invite.copy_id")} id="invite-id">
          <${Groups} code=${code} />
        <//>
        <${CopyButton} wide text=${room.link} label=${t("invite.copy_link")} testid="copy-link" />
      </div>
      <${QrCode} text=${room.link} label=${t("invite.qr")} />
    </div>
    <${SafetyWords} room=${room} />
    ${room.you.value?.admin && html`<${Leaked} />`}
    <p class="promise">
      ${t("invite.promise")}${" "}
      <button
        type="button"
        class="link-button"
        onClick=${() => openSheet("seen")}
        data-testid="what-is-seen"
      >
        ${t("seen.open")}
      </button>
    </p>
  <//>`
}

/** A link that somebody has who should not have it cannot be called back; the people can move. */
function Leaked() {
  return html`<p class="promise">
    ${t("move.leaked")}${" "}
    <button
      type="button"
      class="link-button"
      aria-haspopup="dialog"
      onClick=${() => openSheet("move")}
      data-testid="move"
    >
      ${t("move.open")}
    </button>
  </p>`
}

function Fact({ label, text, copy, id, children }) {
  return html`<div class="fact">
    <div>
      <p class="fact-label">${label}</p>
      <p class="fact-text" data-testid=${id}>${children}</p>
    </div>
    <${CopyButton} text=${text} label=${copy} testid=${`${id}-copy`} />
  </div>`
}

/** The groups may wrap between each other, never inside. */
function Groups({ code }) {
  const groups = code.split("-")
  return groups.map(
    (group, i) => html`<span class="code-group">${group}${i < groups.length - 1 ? "-" : ""}</span>`,
  )
}
