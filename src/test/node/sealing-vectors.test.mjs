// The page's side of "two implementations agree": opens what the other one sealed, seals for it.
import { readFileSync, writeFileSync } from "node:fs"
import { test } from "node:test"
import { checkVector, makeVectors } from "../js/support/seal-vectors.js"

const { SEALING_IN, SEALING_OUT, SEALING_COUNT } = process.env

test("everything that the other implementation sealed is opened, and sealed alike", async () => {
  for (const entry of JSON.parse(readFileSync(SEALING_IN, "utf8"))) await checkVector(entry)
})

test("vectors are made for the other implementation", async () => {
  const made = await makeVectors(Number(SEALING_COUNT))
  for (const entry of made) await checkVector(entry)
  writeFileSync(SEALING_OUT, JSON.stringify(made))
})
