import { t } from "../i18n.js"
import { html } from "./html.js"
import { openPairs } from "./open-pairs.js"

/** At once, or when one person has confirmed one document. Nothing to choose: nothing is shown. */
export function UntilPicker({ room, until, onUntil, must = false }) {
  const pairs = openPairs(room)
  if (pairs.length === 0) return must ? html`<p>${t("send.until_none")}</p>` : null
  const at = pairs.findIndex(({ file, seat }) => file === until?.file && seat === until?.seat)
  const choose = event => {
    const pair = pairs[Number(event.target.value)]
    onUntil(pair ? { file: pair.file, seat: pair.seat } : null)
  }
  return html`<div class="choice">
    <label for="send-until">${t("send.when")}</label>
    <select id="send-until" value=${String(at)} onChange=${choose} data-testid="send-until">
      <option value="-1" selected=${at < 0}>${t(must ? "send.until_choose" : "send.at_once")}</option>
      ${pairs.map(
        ({ words }, index) =>
          html`<option value=${String(index)} selected=${index === at}>${words}</option>`,
      )}
    </select>
  </div>`
}
