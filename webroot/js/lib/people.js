/** Who is here, ready to be listed: oneself first, then by name; who has left stands apart. */
export function sortPeople(members, yourSeat, language) {
  const collator = new Intl.Collator(language, { sensitivity: "base", numeric: true })
  const byName = (a, b) =>
    Number(b.seat === yourSeat) - Number(a.seat === yourSeat) || collator.compare(a.name, b.name)
  const all = [...members.values()]
  return {
    here: all.filter(m => m.state !== "gone").sort(byName),
    gone: all.filter(m => m.state === "gone").sort(byName),
  }
}

/** Names as a sentence part in the reader's language: "Mary, Ali and Ece". */
export function listNames(names, language) {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names)
}
