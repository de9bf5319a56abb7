import { t } from "../i18n.js"
import { lifetimeWords } from "./lifetime-words.js"

const WORDS = {
  lobby: { on: "changed.lobby_on", off: "changed.lobby_off" },
  locked: { on: "changed.locked_on", off: "changed.locked_off" },
  filesLocked: { on: "changed.files_on", off: "changed.files_off" },
  history: { on: "changed.history_on", off: "changed.history_off" },
  sealedOnly: { on: "changed.sealed_on", off: "changed.sealed_off" },
}

/**
 * What became of the room's rules, in whole sentences.
 * @param {object|null} change {option: value now}; null where it is not known
 */
export function changeWords(change) {
  const { capacity, lifetimeMinutes, ...switches } = change ?? {}
  const words = [
    ...switchWords(switches),
    capacity !== undefined && t("changed.capacity", { count: capacity }),
    lifetimeMinutes !== undefined && t("changed.lifetime", { time: lifetimeWords(lifetimeMinutes) }),
  ].filter(Boolean)
  return words.length > 0 ? words.join(" ") : t("notice.options")
}

function switchWords(switches) {
  const doors = switches.locked !== undefined && switches.locked === switches.filesLocked
  return Object.entries(switches).map(([name, on]) => {
    if (doors && name === "filesLocked") return null
    if (doors && name === "locked") return t(on ? "changed.doors_closed" : "changed.doors_open")
    const words = WORDS[name]
    return words && t(on ? words.on : words.off)
  })
}

/** @returns {{words: string, closed: boolean}[]} what is to be seen of a room's rules at its head */
export function ruleSigns({ lobby, locked, filesLocked }) {
  if (locked && filesLocked) return [{ words: t("room.doors_closed"), closed: true }]
  return [
    locked && { words: t("room.locked"), closed: true },
    filesLocked && { words: t("room.files_locked"), closed: true },
    lobby && !locked && { words: t("room.lobby"), closed: false },
  ].filter(Boolean)
}
