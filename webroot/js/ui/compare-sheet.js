import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"

/** The number that is equal for two people when each sees the other's real keys. */
export function CompareSheet({ room, member: { seat, name } }) {
  const [number, setNumber] = useState(undefined)
  useEffect(() => {
    room.numberWith(seat).then(setNumber)
  }, [room, seat])
  const title = t("safety.number_title", { name })
  return html`<${Dialog} title=${title} onClose=${closeSheet} testid="compare-sheet">
    ${
      number &&
      html`<p class="safety-number" data-testid="safety-number">
        ${number.split(" ").map(group => html`<span>${group}</span>${" "}`)}
      </p>`
    }
    <p>${number === null ? t("safety.no_number", { name }) : t("safety.number_why", { name })}</p>
  <//>`
}
