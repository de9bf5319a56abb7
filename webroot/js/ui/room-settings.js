import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { lifetimeChoices } from "../lib/lifetimes.js"
import { session } from "../session.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"
import { lifetimeWords } from "./lifetime-words.js"
import { Toggle } from "./toggle.js"

const SWITCHES = [
  ["lobby", "settings.lobby", "settings.lobby_hint"],
  ["locked", "settings.locked", "settings.locked_hint"],
  ["filesLocked", "settings.files_locked", "settings.files_locked_hint"],
  ["history", "settings.history", "settings.history_hint"],
]

/** The room's own rules: for the admin to change, for everybody to see. */
export function RoomSettings({ room }) {
  const [failure, setFailure] = useState(null)
  const admin = room.you.value?.admin === true
  const options = room.options.value ?? {}
  const set = async change => {
    setFailure(null)
    try {
      await room.set(change)
    } catch (refusal) {
      setFailure(failureText(refusal))
    }
  }
  return html`<section class="settings-part">
    <h3>${t("settings.room")}</h3>
    ${!admin && html`<p class="field-hint">${t("settings.admin_only")}</p>`}
    <${Doors} options=${options} disabled=${!admin} onChange=${set} />
    ${SWITCHES.map(
      ([name, label, hint]) => html`<${Toggle}
        key=${name}
        id=${`option-${name}`}
        label=${t(label)}
        hint=${t(hint)}
        on=${options[name] === true}
        disabled=${!admin}
        onChange=${on => set({ [name]: on })}
      />`,
    )}
    <div class="settings-row">
      <${Capacity}
        value=${options.capacity}
        disabled=${!admin}
        onValue=${capacity => set({ capacity })}
      />
      <${Lifetime}
        key=${options.lifetimeMinutes}
        room=${room}
        value=${options.lifetimeMinutes}
        disabled=${!admin}
        onValue=${lifetimeMinutes => set({ lifetimeMinutes })}
      />
    </div>
    <p class="form-error" role="alert">${failure}</p>
  </section>`
}

/** Both at once, as people think of it; each can be changed by itself below. */
function Doors({ options: { locked, filesLocked }, disabled, onChange }) {
  return html`<${Toggle}
    id="option-doors"
    label=${t("settings.doors")}
    hint=${t("settings.doors_hint")}
    on=${locked === true && filesLocked === true}
    disabled=${disabled}
    onChange=${on => onChange({ locked: on, filesLocked: on })}
  />`
}

function Capacity({ value, disabled, onValue }) {
  const most = session.limits.value.members ?? 10_000
  const change = event => {
    const wanted = Math.round(Number(event.target.value))
    if (wanted >= 1 && wanted <= most) onValue(wanted)
    else event.target.value = value
  }
  return html`<div class="choice">
    <label for="option-capacity">${t("settings.capacity")}</label>
    <input
      id="option-capacity"
      type="number"
      min="1"
      max=${most}
      inputmode="numeric"
      value=${value}
      disabled=${disabled}
      onChange=${change}
      data-testid="option-capacity"
    />
  </div>`
}

/** Applied by its button: looking through the choices with the keys must not end a room. */
function Lifetime({ room, value, disabled, onValue }) {
  const [chosen, setChosen] = useState(value)
  const choices = lifetimeChoices(value, room.createdAt.value, room.serverNow())
  return html`<div class="choice">
    <label for="option-lifetime">${t("settings.lifetime")}</label>
    <div class="choice-apply">
      <select
        id="option-lifetime"
        value=${chosen}
        disabled=${disabled}
        onChange=${event => setChosen(Number(event.target.value))}
        data-testid="option-lifetime"
      >
        ${choices.map(
          minutes =>
            html`<option
              value=${minutes}
              selected=${minutes === chosen}
            >${lifetimeWords(minutes)}</option>`,
        )}
      </select>
      ${
        !disabled &&
        html`<button
          type="button"
          class="button"
          aria-label=${t("settings.lifetime_apply")}
          aria-disabled=${chosen === value ? "true" : undefined}
          onClick=${() => chosen !== value && onValue(chosen)}
          data-testid="apply-lifetime"
        >
          ${t("settings.apply")}
        </button>`
      }
    </div>
  </div>`
}
