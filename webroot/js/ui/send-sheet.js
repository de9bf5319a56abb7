import { useRef, useState } from "preact/hooks"
import { language, t } from "../i18n.js"
import { sortPeople } from "../lib/people.js"
import { safeName } from "../lib/file-name.js"
import { formatSize } from "../lib/size.js"
import { session } from "../session.js"
import { addressee, closeSheet, openSheet } from "../view.js"
import { takesDocuments } from "./choose-documents.js"
import { Dialog } from "./dialog.js"
import { FileName } from "./file-name.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"
import { UntilPicker } from "./until-picker.js"

const MOST_SEATS = 32

/** Before documents go out: the limit, which ones, to whom, and whether they wait for something. */
export function SendSheet({ room, blobs = [] }) {
  const chosen = blobs
  const setChosen = list => openSheet("send", { blobs: list })
  const [to, setTo] = useState(addressee.peek() ? [addressee.peek()] : [])
  const [until, setUntil] = useState(null)
  const [wrong, setWrong] = useState(null)
  const input = useRef(null)
  const most = session.limits.value.file ?? Infinity
  const fits = chosen.every(blob => blob.size <= most)
  const add = event => {
    setChosen([...chosen, ...event.target.files])
    setWrong(null)
    event.target.value = ""
  }
  const send = () => {
    if (!takesDocuments(room)) return setWrong(t("send.stopped"))
    if (chosen.length === 0) return setWrong(t("send.choose_first"))
    if (!fits) return setWrong(t("send.too_large_one"))
    room.documents.offer(chosen, { to, until })
    closeSheet()
    return undefined
  }
  return html`<${Dialog} title=${t("send.title")} onClose=${closeSheet} testid="send-sheet">
    <p class="field-hint" id="send-limit">${limitWords(room)}</p>
    <${Chosen} chosen=${chosen} most=${most} onRemove=${at => setChosen(chosen.toSpliced(at, 1))} />
    <div class="actions">
      <button
        type="button"
        class=${chosen.length === 0 ? "button button-primary" : "button"}
        aria-describedby="send-limit"
        onClick=${() => input.current.click()}
        data-testid="choose-files"
      >
        <${Icon} name="attach" /> ${t(chosen.length === 0 ? "send.choose" : "send.choose_more")}
      </button>
      <input
        type="file"
        multiple
        class="visually-hidden"
        tabindex="-1"
        aria-hidden="true"
        ref=${input}
        onChange=${add}
        data-testid="file-input"
      />
    </div>
    <${Recipients} room=${room} to=${to} onTo=${setTo} />
    <${UntilPicker} room=${room} until=${until} onUntil=${setUntil} />
    <p class="form-error" role="alert">${wrong}</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick=${closeSheet}>${t("cancel")}</button>
      <button
        type="button"
        class=${chosen.length === 0 ? "button" : "button button-primary"}
        onClick=${send}
        data-testid="send-files"
      >
        ${t("send.do")}
      </button>
    </div>
  <//>`
}

function limitWords(room) {
  if (!takesDocuments(room)) return t("send.stopped")
  const { file, filesBytesPerRoom } = session.limits.value
  const reader = language.value
  if (!file) return t("send.lead")
  const used = [...room.documents.files.value.values()]
    .filter(({ withdrawn }) => !withdrawn)
    .reduce((sum, { size }) => sum + size, 0)
  const limit = t("send.limit", { size: formatSize(file, reader) })
  if (!filesBytesPerRoom) return limit
  const left = formatSize(filesBytesPerRoom - used, reader)
  return `${limit} ${t("send.room_left", { size: left })}`
}

function Chosen({ chosen, most, onRemove }) {
  return html`<ul class="chosen" hidden=${chosen.length === 0}>
    ${chosen.map((blob, at) => {
      const name = safeName(blob.name)
      const over = blob.size > most
      return html`<li class="chosen-file" data-testid="chosen">
        <span class="chosen-name"><${FileName} name=${name} /></span>
        <span class=${over ? "chosen-size chosen-over" : "chosen-size"}>
          ${over && html`<${Icon} name="warning" />`} ${formatSize(blob.size, language.value)}
          ${over && html` ${t("send.too_large")}`}
        </span>
        <button
          type="button"
          class="icon-button"
          aria-label=${t("send.remove", { name: name || t("doc.unnamed") })}
          onClick=${() => onRemove(at)}
        >
          <${Icon} name="close" />
        </button>
      </li>`
    })}
  </ul>`
}

function Recipients({ room, to, onTo }) {
  const { seat } = room.you.value
  const people = sortPeople(room.members.value, seat, language.value).here.filter(
    member => member.seat !== seat,
  )
  const [some, setSome] = useState(to.length > 0)
  const everyone = () => {
    setSome(false)
    onTo([])
  }
  const toggle = (each, on) => onTo(on ? [...to, each] : to.filter(other => other !== each))
  return html`<fieldset class="send-to">
    <legend>${t("send.to")}</legend>
    <label class="option">
      <input type="radio" name="send-to" checked=${!some} onChange=${everyone} data-testid="to-all" />
      <span>
        ${t("send.everyone")} <span class="field-hint">${t("send.everyone_hint")}</span>
      </span>
    </label>
    <label class="option">
      <input
        type="radio"
        name="send-to"
        checked=${some}
        disabled=${people.length === 0}
        onChange=${() => setSome(true)}
        data-testid="to-some"
      />
      <span>${t("send.some")}</span>
    </label>
    <div class="send-people" hidden=${!some}>
      ${people.map(
        member => html`<label key=${member.seat} class="option">
          <input
            type="checkbox"
            checked=${to.includes(member.seat)}
            disabled=${!to.includes(member.seat) && to.length >= MOST_SEATS}
            onChange=${event => toggle(member.seat, event.target.checked)}
          />
          <bdi>${member.name}</bdi>
        </label>`,
      )}
    </div>
  </fieldset>`
}
