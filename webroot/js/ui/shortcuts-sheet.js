import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"

export function ShortcutsSheet() {
  const keys = [
    ["Enter", t("shortcuts.send")],
    ["Shift + Enter", t("shortcuts.new_line")],
    ["/", t("shortcuts.to_message")],
    ["Ctrl + Shift + F", t("search.open")],
    ["↑", t("shortcuts.edit_last")],
    ["Esc", t("shortcuts.give_up")],
    ["Esc", t("shortcuts.close")],
    ["Esc Esc Esc", t("shortcuts.panic")],
    ["?", t("shortcuts.this")],
    ["↑ ↓", t("shortcuts.people")],
    ["↑ ↓", t("shortcuts.in_messages")],
  ]
  const commands = [
    [t("shortcuts.at_name"), t("shortcuts.whisper")],
    [t("shortcuts.w_name"), t("shortcuts.whisper")],
    ["/leave", t("shortcuts.leave")],
    ["/invite", t("shortcuts.invite")],
    ["/help", t("shortcuts.this")],
  ]
  const writing = [
    ["*…*", t("shortcuts.em")],
    ["**…**", t("shortcuts.strong")],
    ["`…`", t("shortcuts.code")],
    ["```", t("shortcuts.block")],
    ["- …", t("shortcuts.list")],
  ]
  return html`<${Dialog}
    title=${t("shortcuts.title")}
    onClose=${closeSheet}
    testid="shortcuts-sheet"
  >
    <${Table} title=${t("shortcuts.keys")} rows=${keys} />
    <${Table} title=${t("shortcuts.commands")} rows=${commands} />
    <${Table} title=${t("shortcuts.writing")} rows=${writing} />
  <//>`
}

function Table({ title, rows }) {
  return html`<h3>${title}</h3>
    <dl class="shortcuts">
      ${rows.map(([keys, words]) => html`<dt><kbd>${keys}</kbd></dt><dd>${words}</dd>`)}
    </dl>`
}
