import { t } from "../i18n.js"
import { closeSheet } from "../view.js"
import { Dialog } from "./dialog.js"
import { html } from "./html.js"

export function ShortcutsSheet() {
  const keys = [
    ["Enter", t("shortcuts.send")],
    ["Shift + Enter", t("shortcuts.new_line")],
    ["/", t("shortcuts.to_message")],
    ["↑", t("shortcuts.edit_last")],
    ["Esc", t("shortcuts.give_up")],
    ["@ ↑ ↓ Tab", t("shortcuts.name")],
    ["↑ ↓", t("shortcuts.lists")],
    ["Home, End", t("shortcuts.ends")],
    ["Enter, Menu", t("shortcuts.in_messages")],
    ["Ctrl + Shift + F", t("shortcuts.search")],
    ["Enter, Shift + Enter", t("shortcuts.found")],
    ["← → ↑ ↓", t("shortcuts.in_menus")],
    ["Esc", t("shortcuts.close")],
    ["Esc Esc Esc", t("shortcuts.panic")],
    ["?", t("shortcuts.this")],
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
