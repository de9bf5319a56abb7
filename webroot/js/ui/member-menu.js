import { t } from "../i18n.js"
import { addressee, closeSheet, openSheet } from "../view.js"
import { html } from "./html.js"
import { Menu } from "./menu.js"

export function MemberMenu({ room, member, anchor, onClose }) {
  const ignored = room.ignored.value.has(member.seat)
  const items = [
    { id: "whisper", words: t("member.whisper"), run: () => whisperTo(member) },
    {
      id: "ignore",
      words: t(ignored ? "member.unignore" : "member.ignore"),
      run: () => room.toggleIgnore(member.seat),
    },
    {
      id: "compare",
      words: t("member.compare"),
      run: () => openSheet("compare", { member }),
    },
  ]
  if (room.you.value?.admin) {
    items.push(
      {
        id: "hand-over",
        words: t("member.hand_over"),
        run: () => openSheet("hand-over", { member }),
      },
      { id: "remove", words: t("member.remove"), run: () => openSheet("remove", { member }) },
    )
  }
  const label = t("member.menu", { name: member.name })
  return html`<${Menu} label=${label} items=${items} anchor=${anchor} onClose=${onClose} />`
}

function whisperTo(member) {
  closeSheet()
  addressee.value = member.seat
  requestAnimationFrame(() => document.getElementById("message-text")?.focus())
}
