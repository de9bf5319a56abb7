/** What counts as an emoji, and the ones that are offered first. */

const ONE =
  "(?:\\p{RI}\\p{RI}|[0-9#*]\\uFE0F?\\u20E3|\\p{Extended_Pictographic}(?:\\uFE0F|\\p{EMod})?" +
  "(?:\\u200D\\p{Extended_Pictographic}(?:\\uFE0F|\\p{EMod})?)*[\\u{E0020}-\\u{E007F}]*)"
const EACH = new RegExp(ONE, "gu")
const WHOLE = new RegExp(`^${ONE}$`, "u")
const MAX_BIG = 6

/** In a picker: faces, hands, signs of work, and what people celebrate. */
export const COMMON_EMOJI = Object.freeze([
  "😀", "😄", "😂", "😊", "😉", "😍", "😎", "🤔", "😐", "😕", "😮", "😢",
  "😭", "😡", "😴", "🤒", "👍", "👎", "👏", "🙌", "🙏", "💪", "👋", "✌️",
  "👌", "🤝", "👀", "❤️", "💔", "🔥", "⭐", "✨", "🎉", "🎂", "🎁", "🏆",
  "☕", "🍀", "🌙", "☀️", "✅", "❌", "❓", "❗", "⏳", "📎", "📌", "📄",
])

/** True when a message is nothing but a few emoji, which may then be shown big. */
export function isOnlyEmoji(text) {
  if (text.length > 120) return false
  const count = text.match(EACH)?.length ?? 0
  return count > 0 && count <= MAX_BIG && text.replace(EACH, "").trim() === ""
}

/**
 * @param {string} text as typed, pasted or picked
 * @returns {string} the last thing in it that a reader takes for one character, if it is an emoji;
 *   else an empty text
 */
export function lastEmoji(text) {
  const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text.trim())
  const last = [...characters].at(-1)?.segment ?? ""
  return WHOLE.test(last) ? last : ""
}
