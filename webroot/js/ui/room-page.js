import { t } from "../i18n.js"
import { narrow, openSheet } from "../view.js"
import { ClaimedNotice } from "./claimed-notice.js"
import { Composer } from "./composer.js"
import { ConnectionBanner } from "./connection-banner.js"
import { Countdown } from "./countdown.js"
import { DocumentNews } from "./document-news.js"
import { DocumentsStrip } from "./documents-button.js"
import { DropZone } from "./drop-zone.js"
import { html } from "./html.js"
import { KnockList } from "./knock-list.js"
import { OnlinePanel } from "./online-panel.js"
import { RoomHeader } from "./room-header.js"
import { SharedInRoom, useShared } from "./shared-notice.js"
import { Sheets } from "./sheets.js"
import { useShortcuts } from "./shortcuts.js"
import { Timeline } from "./timeline.js"
import { UpdateNotice } from "./update-notice.js"

export function RoomPage({ room }) {
  useShortcuts()
  useShared(room)
  return html`<div class="room">
    <${RoomHeader} room=${room} />
    <div class="room-notices" role="region" aria-label=${t("room.notices")}>
      ${narrow.value && html`<${Countdown} room=${room} strip=${true} />`}
      ${narrow.value && html`<${DocumentsStrip} room=${room} />`}
      <${UpdateNotice} />
      <${ClaimedNotice} />
      <${SharedInRoom} room=${room} />
      <${KnockList} room=${room} />
    </div>
    ${
      !narrow.value &&
      html`<aside class="room-side" aria-labelledby="online-title">
      <${OnlinePanel} room=${room} />
    </aside>`
    }
    <main class="room-main">
      <${ConnectionBanner} room=${room} />
      <${Timeline} room=${room} />
      <${Composer} room=${room} />
      ${room.you.value?.admin && html`<${DeleteRoom} />`}
      <${DocumentNews} room=${room} />
      <${DropZone} room=${room} />
    </main>
    <${Sheets} room=${room} />
  </div>`
}

function DeleteRoom() {
  return html`<div class="room-end">
    <button
      type="button"
      class="button button-danger button-quiet"
      onClick=${() => openSheet("delete")}
      data-testid="delete-room"
    >
      ${t("delete_room")}
    </button>
  </div>`
}
