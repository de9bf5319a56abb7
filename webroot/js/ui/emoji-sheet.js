import { useRef, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { COMMON_EMOJI, lastEmoji } from "../lib/emoji.js"
import { closeSheet } from "../view.js"
import { react } from "./about-message.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"
import { useRovingFocus } from "./roving-focus.js"

const COLUMNS = 8
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }

/** Emoji to choose from: to react to `item` with any of them, else for what is being written. */
export function EmojiSheet({ room, item }) {
  const choose = emoji => {
    closeSheet()
    if (item) react(room, item, emoji)
    else write(room, emoji)
  }
  return html`<${Dialog}
    title=${t(item ? "emoji.react" : "emoji.title")}
    onClose=${closeSheet}
    kind="confirm"
    testid="emoji-sheet"
  >
    <${Grid} choose=${choose} />
    ${item && html`<${AnyOther} choose=${choose} />`}
  <//>`
}

function Grid({ choose }) {
  const grid = useRef(null)
  const roving = useRovingFocus(grid, "button", STEPS)
  return html`<div
    class="emoji-grid"
    role="group"
    aria-label=${t("emoji.title")}
    ref=${grid}
    ...${roving}
  >
    ${COMMON_EMOJI.map(
      (emoji, i) => html`<button
        type="button"
        autofocus=${i === 0}
        onClick=${() => choose(emoji)}
        data-testid=${`emoji-${emoji}`}
      >${emoji}</button>`,
    )}
  </div>`
}

/** A field that holds one emoji: the last one that came into it. */
function AnyOther({ choose }) {
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState(null)
  const take = event => {
    const { value } = event.target
    setTyped(event.isComposing ? value : lastEmoji(value) || value)
    setWrong(null)
  }
  const submit = event => {
    event.preventDefault()
    const emoji = lastEmoji(typed)
    if (emoji) choose(emoji)
    else setWrong(t("emoji.none"))
  }
  return html`<form class="field" onSubmit=${submit} novalidate>
    <label for="any-emoji">${t("emoji.other")}</label>
    <div class="emoji-other">
      <input
        id="any-emoji"
        value=${typed}
        autocomplete="off"
        aria-describedby="emoji-hint"
        aria-invalid=${wrong ? "true" : undefined}
        onInput=${take}
        data-testid="any-emoji"
      />
      <button type="submit" class="button" data-testid="emoji-use">${t("emoji.use")}</button>
    </div>
    <p class="field-hint" id="emoji-hint">${t("emoji.hint")}</p>
    <p class="form-error" role="alert">${wrong}</p>
  </form>`
}

/** Puts an emoji where the cursor of the message field was. */
function write(room, emoji) {
  const field = document.getElementById("message-text")
  const { selectionStart: from, selectionEnd: to } = field
  const draft = room.draft.value
  room.draft.value = draft.slice(0, from) + emoji + draft.slice(to)
  const cursor = from + emoji.length
  requestAnimationFrame(() => {
    field.focus()
    field.setSelectionRange(cursor, cursor)
  })
}
