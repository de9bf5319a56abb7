import { useState } from "preact/hooks"
import { language, t } from "../i18n.js"
import { listNames, sortPeople } from "../lib/people.js"
import { session } from "../session.js"
import { say } from "../view.js"
import { ConfirmDialog } from "./confirm-dialog.js"
import { html } from "./html.js"
import { leaveLines } from "./leave-lines.js"

/** After a leak: another room for the same people, or for those of them who are to come along. */
export function MoveSheet({ room }) {
  const { seat } = room.you.value
  const others = sortPeople(room.members.value, seat, language.value).here.filter(
    member => member.seat !== seat,
  )
  const [behind, setBehind] = useState(() => new Set())
  const along = others.map(member => member.seat).filter(each => !behind.has(each))
  const take = (each, on) => {
    const left = new Set(behind)
    if (on) left.delete(each)
    else left.add(each)
    setBehind(left)
  }
  const lines = [t("move.why"), t("move.old"), ...leaveLines(room)]
  return html`<${ConfirmDialog}
    title=${t("move.title")}
    lines=${lines}
    action=${t("move.do")}
    onConfirm=${() => move(along)}
    testid="move-dialog"
  >
    ${others.length > 0 && html`<${Along} people=${others} behind=${behind} onTake=${take} />`}
  <//>`
}

async function move(seats) {
  const missed = await session.moveOn(seats, link => `${t("move.whisper")}\n${link}`)
  const names = missed.filter(name => name !== "")
  if (missed.length === 0) say(t("move.done"))
  else say(t("move.missed", { names: listNames(names, language.value) }))
}

function Along({ people, behind, onTake }) {
  return html`<fieldset class="send-to">
    <legend>${t("move.who")}</legend>
    ${people.map(
      ({ seat, name }) => html`<label key=${seat} class="option">
        <input
          type="checkbox"
          checked=${!behind.has(seat)}
          onChange=${event => onTake(seat, event.target.checked)}
        />
        <bdi>${name}</bdi>
      </label>`,
    )}
  </fieldset>`
}
