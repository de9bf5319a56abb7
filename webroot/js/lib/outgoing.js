const WORDS_IN_A_NAME = 16

/**
 * What the text of the composer means: {kind:"say", text}, {kind:"whisper", seat, text},
 * {kind:"command", name} for leave, invite and help, {kind:"nobody", name} when a whisper names
 * nobody who is or was here, {kind:"unknown", name} for any other command, {kind:"nothing"}.
 * `people` are all members, those who left included: a whisper to one who left is refused later, and
 * never turns into something said to all. A text to all that starts with @ has `unnamed: true`.
 * A double slash at the start says the rest as it stands.
 */
export function readOutgoing(typed, { to, people, fold }) {
  const text = typed.trim()
  if (text === "") return { kind: "nothing" }
  if (text.startsWith("//")) return addressed(text.slice(1), to)
  const command = /^\/([a-z?]+)(?:\s+([\s\S]*))?$/i.exec(text)
  if (command) return readCommand(command[1].toLowerCase(), command[2] ?? "", { people, fold })
  if (text.startsWith("@")) {
    const found = nameAtStart(text.slice(1), people, fold)
    if (found?.text) return { kind: "whisper", seat: found.seat, text: found.text }
    if (!to) return { kind: "say", text, unnamed: true }
  }
  return addressed(text, to)
}

function addressed(text, to) {
  return to ? { kind: "whisper", seat: to, text } : { kind: "say", text }
}

function readCommand(name, rest, { people, fold }) {
  if (["leave", "invite", "help"].includes(name)) return { kind: "command", name }
  if (name === "?") return { kind: "command", name: "help" }
  if (name !== "w") return { kind: "unknown", name: `/${name}` }
  const found = nameAtStart(rest.replace(/^@/, ""), people, fold)
  if (!found) return { kind: "nobody", name: rest.split(/\s/, 1)[0] }
  return found.text ? { kind: "whisper", ...found } : { kind: "nothing" }
}

/** The longest name at the start of the text that belongs to somebody: {seat, text} or null. */
export function nameAtStart(text, people, fold) {
  const seats = new Map(people.map(({ seat, name }) => [fold(name), seat]))
  const ends = [...text.matchAll(/(?<=\S)(?=\s|$)/g)].map(m => m.index).slice(0, WORDS_IN_A_NAME)
  for (const end of ends.reverse()) {
    const seat = seats.get(fold(text.slice(0, end)))
    if (seat) return { seat, text: text.slice(end).trim() }
  }
  return null
}
