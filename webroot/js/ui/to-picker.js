import { useMemo } from "preact/hooks"
import { t } from "../i18n.js"
import { addressee } from "../view.js"
import { html } from "./html.js"

/**
 * Everyone, or one person. Somebody who has left stays chosen until the writer chooses anew:
 * a whisper must never turn into something said to all.
 */
export function ToPicker({ room, people, chosen }) {
  const gone =
    chosen && !people.some(m => m.seat === chosen) ? room.members.value.get(chosen) : null
  const options = useMemo(
    () =>
      people.map(
        m =>
          html`<option
            key=${m.seat}
            value=${m.seat}
            selected=${m.seat === chosen}
          >${m.name}</option>`,
      ),
    [people, chosen],
  )
  return html`<div class="to">
    <label for="message-to">${t("compose.to")}</label>
    <select
      id="message-to"
      value=${chosen}
      onChange=${event => (addressee.value = event.target.value)}
      data-testid="message-to"
    >
      <option value="" selected=${chosen === ""}>${t("compose.everyone")}</option>
      ${options}
      ${
        chosen &&
        !people.some(m => m.seat === chosen) &&
        html`<option
          value=${chosen}
          selected
        >${t("compose.has_left", { name: gone?.name ?? "?" })}</option>`
      }
    </select>
  </div>`
}
