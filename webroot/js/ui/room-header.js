import { t } from "../i18n.js"
import { session } from "../session.js"
import { narrow, openSheet } from "../view.js"
import { Countdown, TimeToLive } from "./countdown.js"
import { DocumentsButton, WaitingLine } from "./documents-button.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { leaveRoom } from "./leave-room.js"
import { ruleSigns } from "./options-words.js"

export function RoomHeader({ room }) {
  return html`<header class="room-head">
    <button
      type="button"
      class="button button-danger leave"
      onClick=${() => leaveRoom(room)}
      data-testid="leave"
    >
      ${t("leave")}
    </button>
    <div class="room-title">
      <h1 dir="auto" title=${room.name}>${room.name}</h1>
      <${RoomState} room=${room} />
    </div>
    <div class="room-tools">
      ${narrow.value && html`<${PeopleButton} room=${room} />`}
      ${!narrow.value && html`<${DocumentsButton} room=${room} />`}
      <${HeadButton} sheet="invite" icon="invite" label=${t("invite.open")} />
      <${HeadButton} sheet="settings" icon="settings" label=${t("settings.open")} />
    </div>
  </header>`
}

function HeadButton({ sheet, icon, label }) {
  return html`<button
    type="button"
    class="button head-button"
    aria-haspopup="dialog"
    onClick=${() => openSheet(sheet)}
    data-testid=${sheet}
  >
    <${Icon} name=${icon} /><span class="head-label">${label}</span>
  </button>`
}

function PeopleButton({ room }) {
  const count = [...room.members.value.values()].filter(m => m.state !== "gone").length
  return html`<button
    type="button"
    class="button head-button"
    aria-haspopup="dialog"
    aria-label=${t("people.open", { count })}
    onClick=${() => openSheet("people")}
    data-testid="people"
  >
    <${Icon} name="people" /><span aria-hidden="true">${count}</span>
  </button>`
}

function RoomState({ room }) {
  const live = session.status.value === "live"
  return html`<p class="room-state">
    <span class=${live ? "live-dot live" : "live-dot"} aria-hidden="true"></span>
    <span class="live-words">${live ? t("connection.live") : t("connection.not_live")}</span>
    ${!narrow.value && html`<${Countdown} room=${room} />`}
    ${!narrow.value && html`<${WaitingLine} room=${room} />`}
    <${TimeToLive} room=${room} />
    ${ruleSigns(room.options.value ?? {}).map(sign => html`<${RuleSign} ...${sign} />`)}
  </p>`
}

/** Where there is no space for the words, the icon is what is left of them. */
function RuleSign({ words, closed }) {
  return html`<span class="room-sign room-rule" title=${words} data-testid="rule">
    ${closed && html`<${Icon} name="lock" />`}<span class="rule-words">${words}</span>
  </span>`
}
