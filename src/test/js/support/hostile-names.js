import { readFileSync } from "node:fs"

const file = new URL("../../resources/hostile-names.json", import.meta.url)
const { payloads, frames } = JSON.parse(readFileSync(file, "utf8"))

/** Four hundred names that somebody means harm with: each payload in each frame. */
export const HOSTILE_NAMES = payloads.flatMap(([text, times]) =>
  frames.map(frame => frame.replaceAll("{}", () => text.repeat(times))),
)
