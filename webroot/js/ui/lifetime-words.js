import { t } from "../i18n.js"

/** A lifetime as people say it: "8 hours". @param {number} minutes */
export function lifetimeWords(minutes) {
  if (minutes % 1440 === 0) return t("settings.days", { count: minutes / 1440 })
  if (minutes % 60 === 0) return t("settings.hours", { count: minutes / 60 })
  return t("settings.minutes", { count: minutes })
}
