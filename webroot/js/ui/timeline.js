import { useMemo, useRef } from "preact/hooks"
import { language, t } from "../i18n.js"
import { longDay, sameDay } from "../lib/time.js"
import { DocumentItem } from "./document-card.js"
import { useFrames } from "./frames.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { Message } from "./message.js"
import { Notice } from "./notice.js"
import { useRovingRows } from "./roving-rows.js"
import { SearchBar } from "./search-bar.js"
import { SendingItem } from "./sending-card.js"
import { useStayingPut } from "./staying-put.js"
import { useWanted } from "./wanted-row.js"
import { searching } from "../view.js"

const TOGETHER_MS = 5 * 60_000
const ITEMS = { notice: Notice, document: DocumentItem, sending: SendingItem }

export function Timeline({ room }) {
  const scroller = useRef(null)
  const list = useRef(null)
  const items = useFrames(room.timeline)
  const put = useStayingPut(scroller, list, items)
  const { start, end, below, away, toEnd, toStart, show, onScroll } = put
  const roving = useRovingRows(list)
  useWanted(list, show)
  const press = event => {
    if (event.target !== scroller.current || !["Home", "End"].includes(event.key)) return
    event.preventDefault()
    if (event.key === "Home") toStart()
    else toEnd()
  }
  return html`<div class="timeline-place">
    <div
      class="timeline"
      ref=${scroller}
      tabindex="0"
      onScroll=${onScroll}
      onKeyDown=${press}
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
          ${items.slice(start, end).map((item, i) => row(room, item, items[start + i - 1]))}
        </ol>
      </div>
      ${room.lastOne.value && html`<${LastOne} />`}
    </div>
    ${searching.value && html`<${SearchBar} items=${items} list=${list} />`}
    <div class="below-place">
      ${
        away &&
        html`<button type="button" class="button below" onClick=${toEnd} data-testid="new-below">
        ${below > 0 ? t("timeline.below", { count: below }) : t("timeline.to_end")}
        <${Icon} name="down" />
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

/** Drawn anew only when something in it changed. */
function Row({ room, item, before }) {
  const reader = language.value
  const newDay = Boolean(before) && !sameDay(before.at, item.at)
  const follows = !newDay && belongsTogether(before, item)
  return useMemo(() => {
    const day = newDay && html`<li class="day"><span>${longDay(item.at, reader)}</span></li>`
    const Item = ITEMS[item.kind] ?? Message
    return html`${day}<${Item} room=${room} item=${item} follows=${follows} />`
  }, [room, item, newDay, follows, reader])
}

function belongsTogether(before, item) {
  return (
    before?.kind === "said" &&
    item.kind === "said" &&
    before.by === item.by &&
    item.at - before.at < TOGETHER_MS
  )
}
