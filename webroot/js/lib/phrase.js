const RULES = new Map()

function pluralRules(language) {
  if (!RULES.has(language)) RULES.set(language, new Intl.PluralRules(language))
  return RULES.get(language)
}

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
    name in params ? String(params[name]) : whole,
  )
}
