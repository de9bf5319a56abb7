import { t } from "../i18n.js"
import { openSheet, say } from "../view.js"

/** Whether the room takes documents now. */
export const takesDocuments = room => room.options.value?.filesLocked !== true

/** Leads to the step in which recipients are chosen, or says why there is none. */
export function chooseDocuments(room, blobs = []) {
  if (takesDocuments(room)) openSheet("send", { blobs })
  else say(t("send.stopped"))
}
