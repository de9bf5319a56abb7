import { t } from "../i18n.js"
import { TimeLeft } from "./countdown.js"
import { FormattedText } from "./formatted-text.js"
import { secondsWords } from "./fuse-words.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

/** A message that stays covered until the person looks, and may go a while after that. */
export function FusedText({ room, item: { key, fuse, delivery } }) {
  if (fuse.burnt) {
    return html`<p class="unreadable" data-testid="burnt">${t("fuse.burnt")}</p>`
  }
  if (!fuse.shown) {
    return html`<${Cover} fuse=${fuse} ready=${delivery === "sent"} onShow=${() => room.show(key)} />`
  }
  return html`<${FormattedText} text=${fuse.text} />
    ${
      fuse.until > 0 &&
      html`<p class="fuse-left" data-testid="fuse-left">
        <${Icon} name="fuse" />
        <${TimeLeft} until=${fuse.until} words=${time => t("fuse.goes_in", { time })} />
      </p>`
    }`
}

function Cover({ fuse: { seconds }, ready, onShow }) {
  const words = seconds > 0 ? t("fuse.once", { time: secondsWords(seconds) }) : t("fuse.kept")
  return html`<div class="cover">
    <button
      type="button"
      class="button"
      aria-disabled=${ready ? undefined : "true"}
      onClick=${() => ready && onShow()}
      data-testid="show"
    >
      <${Icon} name="fuse" />${t("fuse.show")}
    </button>
    <p class="field-hint">${words}</p>
  </div>`
}
