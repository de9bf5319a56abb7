import { useRef } from "preact/hooks"
import { language, t } from "../i18n.js"
import { longDay, sameDay } from "../lib/time.js"
import { DocumentItem } from "./document-card.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { Message } from "./message.js"
import { Notice } from "./notice.js"
import { SendingItem } from "./sending-card.js"
import { useRovingRows } from "./roving-rows.js"
import { useStayingPut } from "./staying-put.js"
import { useWanted } from "./wanted-row.js"

const TOGETHER_MS = 5 * 60_000
const ITEMS = { notice: Notice, document: DocumentItem, sending: SendingItem }

export function Timeline({ room }) {
  const scroller = useRef(null)
  const list = useRef(null)
  const items = room.timeline.value
  const roving = useRovingRows(list)
  useWanted(list)
  const { below, toEnd, onScroll } = useStayingPut(scroller, items)
  return html`<div class="timeline-place">
    <div
      class="timeline"
      ref=${scroller}
      tabindex="0"
      onScroll=${onScroll}
      role="region"
      aria-label=${t("timeline.region")}
    >
      <div
        role="log"
        aria-relevant="additions"
        aria-label=${t("timeline.messages")}
        data-testid="messages"
      >
        <ol class="messages" ref=${list} ...${roving}>
          ${items.length === 0 && html`<li class="notice">${t("timeline.empty")}</li>`}
          ${items.map((item, i) => row(room, item, items[i - 1]))}
        </ol>
      </div>
      ${room.lastOne.value && html`<${LastOne} />`}
    </div>
    <div class="below-place">
      ${
        below > 0 &&
        html`<button type="button" class="button below" onClick=${toEnd} data-testid="new-below">
        ${t("timeline.below", { count: below })}<${Icon} name="down" />
      </button>`
      }
    </div>
  </div>`
}

function row(room, item, before) {
  return html`<${Row} key=${item.key} room=${room} item=${item} before=${before} />`
}

function LastOne() {
  const words = t("room.last_one")
  return html`<p class="last-one" role="status" data-testid="last-one">${words}</p>`
}

function Row({ room, item, before }) {
  const reader = language.value
  const newDay = before && !sameDay(before.at, item.at)
  const follows = !newDay && belongsTogether(before, item)
  const day = newDay && html`<li class="day"><span>${longDay(item.at, reader)}</span></li>`
  const Item = ITEMS[item.kind] ?? Message
  return html`${day}<${Item} room=${room} item=${item} follows=${follows} />`
}

function belongsTogether(before, item) {
  return (
    before?.kind === "said" &&
    item.kind === "said" &&
    before.by === item.by &&
    item.at - before.at < TOGETHER_MS
  )
}
