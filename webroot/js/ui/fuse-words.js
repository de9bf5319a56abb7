import { t } from "../i18n.js"

/** @param {number|null} seconds how long a message stays once it was shown; see view.js */
export function fuseWords(seconds) {
  if (seconds === null) return t("fuse.off")
  if (seconds === 0) return t("fuse.covered")
  return t("fuse.burns", { time: secondsWords(seconds) })
}

export function secondsWords(seconds) {
  return seconds % 60 === 0
    ? t("settings.minutes", { count: seconds / 60 })
    : t("fuse.seconds", { count: seconds })
}
