import { t } from "../i18n.js"
import { say } from "../view.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"

/** Who waits in front of the room, for the admin to decide. */
export function KnockList({ room }) {
  const waiting = room.you.value?.admin ? room.waiting.value : []
  return html`<section
    class="knocks"
    role="region"
    aria-label=${t("knock.title")}
    hidden=${waiting.length === 0}
  >
    <ul aria-live="polite">
      ${waiting.map(knock => html`<${Knock} key=${knock.seat} room=${room} knock=${knock} />`)}
    </ul>
  </section>`
}

function Knock({ room, knock }) {
  const answer = decide => () => decide(knock.seat).catch(refusal => say(failureText(refusal)))
  const { name } = knock
  return html`<li class="knock" data-testid="knock">
    <p>${t(knock.account ? "knock.account" : "knock.guest", { name })}</p>
    <div class="knock-actions">
      <button
        type="button"
        class="button button-primary"
        aria-label=${t("knock.admit_name", { name })}
        onClick=${answer(seat => room.admit(seat))}
        data-testid="admit"
      >
        ${t("knock.admit")}
      </button>
      <button
        type="button"
        class="button"
        aria-label=${t("knock.deny_name", { name })}
        onClick=${answer(seat => room.deny(seat))}
        data-testid="deny"
      >
        ${t("knock.deny")}
      </button>
    </div>
  </li>`
}
