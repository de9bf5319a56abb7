import { t } from "../i18n.js"
import { LANGUAGES, prefs, THEMES } from "../prefs.js"
import { BuildLine } from "./build-line.js"
import { html } from "./html.js"

const LANGUAGE_NAMES = { en: "English", tr: "Türkçe" }
const THEME_KEYS = { auto: "theme.auto", light: "theme.light", dark: "theme.dark" }

/** Language and theme of this device, and small below them the server's build. */
export function DevicePrefs() {
  return html`<div class="device-prefs">
    <${Choice}
      id="language"
      label=${t("settings.language")}
      choice=${prefs.language}
      options=${LANGUAGES.map(value => [value, LANGUAGE_NAMES[value]])}
    />
    <${Choice}
      id="theme"
      label=${t("settings.theme")}
      choice=${prefs.theme}
      options=${THEMES.map(value => [value, t(THEME_KEYS[value])])}
    />
    <${BuildLine} />
  </div>`
}

function Choice({ id, label, choice, options }) {
  return html`<div class="choice">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      value=${choice.value}
      onChange=${event => (choice.value = event.target.value)}
      data-testid=${id}
    >
      ${options.map(
        ([value, words]) => html`<option
          value=${value}
          lang=${id === "language" ? value : undefined}
          selected=${value === choice.value}
        >
          ${words}
        </option>`,
      )}
    </select>
  </div>`
}
