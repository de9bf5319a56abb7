import { useState } from "preact/hooks"
import { chime } from "../attention.js"
import { t } from "../i18n.js"
import { prefs } from "../prefs.js"
import { session } from "../session.js"
import { DevicePrefs } from "./device-prefs.js"
import { html } from "./html.js"
import { Toggle } from "./toggle.js"

/** What this device does: nothing here is told to anybody. */
export function DeviceSettings() {
  const kept = !session.keepsNothing.value
  const [refused, setRefused] = useState(false)
  const notify = async on => {
    const allowed =
      on && "Notification" in window && (await Notification.requestPermission()) === "granted"
    setRefused(on && !allowed)
    prefs.notify.value = allowed ? "on" : "off"
  }
  const sound = on => {
    prefs.sound.value = on ? "on" : "off"
    if (on) chime()
  }
  return html`<section class="settings-part">
    <h3>${t("settings.device")}</h3>
    <${DevicePrefs} />
    <${Toggle}
      id="pref-notify"
      label=${t("settings.notify")}
      hint=${refused ? t("settings.notify_refused") : null}
      on=${prefs.notify.value === "on"}
      onChange=${notify}
    />
    ${
      prefs.notify.value === "on" &&
      html`<${Toggle}
      id="pref-notify-text"
      label=${t("settings.notify_text")}
      on=${prefs.notifyText.value === "on"}
      onChange=${on => (prefs.notifyText.value = on ? "on" : "off")}
    />`
    }
    <${Toggle}
      id="pref-sound"
      label=${t("settings.sound")}
      on=${prefs.sound.value === "on"}
      onChange=${sound}
    />
    ${
      navigator.wakeLock &&
      html`<${Toggle}
      id="pref-awake"
      label=${t("settings.awake")}
      on=${prefs.awake.value === "on"}
      onChange=${on => (prefs.awake.value = on ? "on" : "off")}
    />`
    }
    <${Toggle}
      id="pref-shortcuts"
      label=${t("settings.shortcuts")}
      hint=${t("settings.shortcuts_hint")}
      on=${prefs.shortcuts.value === "on"}
      onChange=${on => (prefs.shortcuts.value = on ? "on" : "off")}
    />
    <${Toggle}
      id="pref-panic"
      label=${t("settings.panic")}
      hint=${t("settings.panic_hint")}
      on=${prefs.panic.value === "on"}
      onChange=${on => (prefs.panic.value = on ? "on" : "off")}
    />
    <div class="keep">
      <p>${t(kept ? "settings.kept" : "settings.kept_nothing")}</p>
      ${
        kept &&
        html`<button
          type="button"
          class="button"
          onClick=${() => session.keepNothing()}
          data-testid="keep-nothing"
        >
        ${t("settings.keep_nothing")}
      </button>`
      }
    </div>
  </section>`
}
