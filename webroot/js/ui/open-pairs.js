import { t } from "../i18n.js"
import { isOpen, standings } from "../lib/hand-off.js"
import { documentName } from "./file-name.js"

/** What is open between documents and people, to be waited for: [{file, seat, words}]. */
export function openPairs(room) {
  const { seat } = room.you.value
  return [...room.documents.files.value.values()]
    .filter(({ withdrawn }) => !withdrawn)
    .flatMap(document =>
      standings(document, room.members.value)
        .filter(standing => standing.seat !== seat && isOpen(standing))
        .map(standing => ({
          file: document.file,
          seat: standing.seat,
          words: t("send.until_one", {
            person: standing.name || t("people.someone"),
            name: documentName(document),
          }),
        })))
}
