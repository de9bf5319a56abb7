import test from "node:test"
import assert from "node:assert/strict"
import { foldName, validName } from "../../../webroot/js/lib/fold.js"
import { vectors } from "./support/vectors.js"

for (const { why, in: typed, max, folded } of vectors("folding.json")) {
  test(`a name is folded or refused as the contract says: ${why}`, () => {
    assert.equal(validName(typed, max), folded !== null)
    if (folded !== null) assert.equal(foldName(typed), folded)
  })
}

test("a folded name folds to itself", () => {
  for (const { folded } of vectors("folding.json")) {
    if (folded !== null) assert.equal(foldName(folded), folded)
  }
})
