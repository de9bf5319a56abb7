import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { invitedBy } from "../lib/invited-by.js"
import { session } from "../session.js"
import { openSheet, say } from "../view.js"
import { failureText } from "./failure-words.js"
import { html } from "./html.js"
import { leaveLines } from "./leave-lines.js"

/**
 * Under a whisper that ends in an invitation of this server: leaves this room and enters that. Asks
 * first when something would be lost.
 */
export function FollowButton({ room, item }) {
  const [busy, setBusy] = useState(false)
  const invited = item.mine || item.unreadable ? null : invitedBy(item.text, location.origin)
  if (!invited || invited.code === room.code) return null
  const follow = async () => {
    if (busy) return
    if (leaveLines(room).length > 0) return openSheet("follow", { invited })
    setBusy(true)
    try {
      await session.follow(invited)
    } catch (refusal) {
      say(failureText(refusal))
    }
    setBusy(false)
  }
  return html`<button
    type="button"
    class="button follow"
    aria-disabled=${busy ? "true" : undefined}
    onClick=${follow}
    data-testid="follow"
  >
    ${busy ? t("front.busy") : t("move.follow", { room: invited.name })}
  </button>`
}
