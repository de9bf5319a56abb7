import { t } from "../i18n.js"
import { session } from "../session.js"
import { closeSheet } from "../view.js"
import { AccountSettings } from "./account-settings.js"
import { DeviceSettings } from "./device-settings.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"
import { RoomSettings } from "./room-settings.js"

export function SettingsSheet({ room }) {
  return html`<${Dialog} title=${t("settings.title")} onClose=${closeSheet} testid="settings-sheet">
    <${RoomSettings} room=${room} />
    <${DeviceSettings} />
    ${session.identity.value?.account && html`<${AccountSettings} room=${room} />`}
  <//>`
}
