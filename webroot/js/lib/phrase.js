const RULES = new Map()

function pluralRules(language) {
  if (!RULES.has(language)) RULES.set(language, new Intl.PluralRules(language))
  return RULES.get(language)
}

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Keeps a name in another direction of writing from turning the words around it. */
const isolated = text => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text)

/**
 * The words for a key, with {name} replaced by params.name. A phrase is a string, or an object of
 * plural forms ("one", "other") chosen by params.count. An unknown key stands for itself.
 */
export function phrase(words, language, key, params = {}) {
  const found = words[key] ?? key
  const text =
    typeof found === "string"
      ? found
      : (found[pluralRules(language).select(params.count)] ?? found.other)
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    name in params ? isolated(String(params[name])) : whole,
  )
}
