import { language, t } from "../i18n.js"
import { standings } from "../lib/hand-off.js"
import { listNames } from "../lib/people.js"
import { formatSize } from "../lib/size.js"
import { documentName, FileName } from "./file-name.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { OfferedActions } from "./offered-actions.js"
import { OwnActions } from "./own-actions.js"
import { RecipientRows } from "./recipient-rows.js"
import { TimeStamp } from "./time-stamp.js"

/** A document in the flow, as its sender, a recipient, or somebody else sees it. */
export function DocumentItem({ room, item }) {
  const document = room.documents.files.value.get(item.file)
  if (!document) return null
  return html`<${CardPlace} item=${item} testid="document">
    <${Card} room=${room} document=${document} mine=${item.mine} />
  <//>`
}

/** A row of the flow for one document: name in the margin, card, time. */
export function CardPlace({ item, children, testid }) {
  return html`<li
    class=${item.mine ? "message mine" : "message"}
    data-testid=${testid}
    data-file=${item.file}
    data-key=${item.key}
  >
    <span class="message-by">${item.name || t("people.someone")}</span>
    <div class="message-body" aria-live="off">${children}</div>
    <span class="message-time"><${TimeStamp} at=${item.at} /></span>
  </li>`
}

function Card({ room, document, mine }) {
  const { seat } = room.you.value
  const people = standings(document, room.members.value)
  const own = people.find(standing => standing.seat === seat)
  return html`<article
    class=${document.withdrawn ? "document document-gone" : "document"}
    tabindex="-1"
    data-keeps-focus
    aria-label=${t("doc.card", { name: documentName(document) })}
  >
    <${CardHead} document=${document} people=${people} seat=${seat} />
    ${
      document.withdrawn
        ? html`<p class="document-quiet">${t("doc.withdrawn")}</p>`
        : mine
          ? html`<${OwnActions} room=${room} document=${document} people=${people} />`
          : own
            ? html`<${OfferedActions} room=${room} document=${document} standing=${own} />`
            : html`<${RecipientRows} room=${room} document=${document} people=${people} />`
    }
  </article>`
}

export function CardHead({ document, people, seat }) {
  const { about, size } = document
  return html`<div class="document-head">
    <${Icon} name=${about ? "document" : "lock"} />
    <div>
      <p class="document-name">
        ${about ? html`<${FileName} name=${about.name} />` : t("doc.not_for_you")}
      </p>
      <p class="document-quiet">
        ${formatSize(about?.size ?? size, language.value)}
        ${document.to && html` · ${forWhom(people, seat)}`}
      </p>
    </div>
  </div>`
}

function forWhom(people, seat) {
  const names = people.map(({ seat: each, name }) =>
    each === seat ? t("people.you") : name || t("people.someone"))
  return t("doc.only_for", { names: listNames(names, language.value) })
}
