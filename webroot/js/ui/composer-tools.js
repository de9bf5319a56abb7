import { t } from "../i18n.js"
import { composing, fuse, openSheet, searching } from "../view.js"
import { answered } from "./about-message.js"
import { chooseDocuments, takesDocuments } from "./choose-documents.js"
import { roomLeftFor } from "./composer-hints.js"
import { FuseButton } from "./fuse-button.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { openPairs } from "./open-pairs.js"

/** Beside the message: documents, and keeping the message until somebody has confirmed one. */
export function ComposerTools({ room, outgoing, people }) {
  return html`<div class="composer-tools">
    <button
      type="button"
      class="icon-button"
      aria-label=${t("search.open")}
      title=${t("search.open")}
      aria-keyshortcuts="Control+Shift+F"
      aria-expanded=${searching.value ? "true" : "false"}
      onClick=${() => (searching.value = !searching.value)}
      data-testid="search"
    >
      <${Icon} name="search" />
    </button>
    <${AttachButton} room=${room} />
    <button
      type="button"
      class="icon-button emoji-open"
      aria-label=${t("emoji.title")}
      title=${t("emoji.title")}
      aria-haspopup="dialog"
      onClick=${() => openSheet("emoji")}
      data-testid="emoji"
    >
      <${Icon} name="smile" />
    </button>
    ${composing.value?.what !== "edit" && html`<${FuseButton} />`}
    ${canWait(room, outgoing, people) && fuse.value === null && html`<${LaterButton} room=${room} outgoing=${outgoing} />`}
  </div>`
}

/** Can be pressed where no documents are taken, to hear why. */
function AttachButton({ room }) {
  const open = takesDocuments(room)
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${t("attach")}
    title=${t(open ? "attach" : "send.stopped")}
    aria-haspopup=${open ? "dialog" : undefined}
    aria-disabled=${open ? undefined : "true"}
    onClick=${() => chooseDocuments(room)}
    data-testid="attach"
  >
    <${Icon} name="attach" />
  </button>`
}

function canWait(room, { kind, seat, text }, people) {
  if (composing.value?.what === "edit") return false
  const sayable = kind === "say" || (kind === "whisper" && people.some(m => m.seat === seat))
  return sayable && !roomLeftFor(text, answered())?.over && openPairs(room).length > 0
}

function LaterButton({ room, outgoing: { kind, seat, text } }) {
  const details = {
    text,
    seat: kind === "whisper" ? seat : "",
    answers: answered(),
    onHeld: () => {
      room.draft.value = ""
      composing.value = null
    },
  }
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${t("later.open")}
    title=${t("later.open")}
    aria-haspopup="dialog"
    onClick=${() => openSheet("later", details)}
    data-testid="later"
  >
    <${Icon} name="clock" />
  </button>`
}
