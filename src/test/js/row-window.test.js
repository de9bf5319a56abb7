import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { MOST_ROWS, RowWindow } from "../../../webroot/js/lib/row-window.js"

const list = (from, to) => Array.from({ length: to - from }, (_, i) => ({ key: `k${from + i}` }))
let rows
const over = (items, following = false) => {
  const { start, end } = rows.over(items, following)
  assert.ok(end - start <= MOST_ROWS, `${end - start} rows`)
  return [items[start]?.key, items[end - 1]?.key]
}
beforeEach(() => (rows = new RowWindow()))

test("it begins with the newest, or all of a short list", () => {
  assert.deepEqual(over([]), [undefined, undefined])
  assert.deepEqual(over(list(0, 20), true), ["k0", "k19"])
  rows = new RowWindow()
  assert.deepEqual(over(list(0, 10_000), true), ["k9850", "k9999"])
})

test("who is at the end sees what comes, and what is far behind leaves the page", () => {
  for (let count = 1; count <= 2_000; count += 1) {
    assert.equal(over(list(0, count), true)[1], `k${count - 1}`)
  }
})

test("who reads keeps the rows where they are while others come", () => {
  over(list(0, 1_000), true)
  for (let count = 1_000; count <= 2_000; count += 7) {
    assert.equal(over(list(0, count))[0], "k850")
  }
  assert.deepEqual(over(list(0, 2_000)), ["k850", "k1149"])
  assert.equal(rows.atEnd, false)
})

test("entries that come before it do not move it", () => {
  over(list(500, 1_000), true)
  assert.deepEqual(over(list(0, 1_000)), ["k850", "k999"])
})

test("the reader comes to the oldest and back to the newest, step by step", () => {
  const items = list(0, 10_000)
  over(items, true)
  let steps = 0
  for (; rows.earlier(items); steps += 1) over(items)
  assert.deepEqual(over(items)[0], "k0")
  assert.ok(steps < 200)
  while (rows.later(items)) over(items)
  assert.equal(over(items)[1], "k9999")
  assert.equal(rows.atEnd, true)
})

test("each step leaves most of what was there", () => {
  const items = list(0, 2_000)
  over(items, true)
  for (let i = 0; i < 10; i += 1) {
    const [before] = over(items)
    rows.earlier(items)
    const { start, end } = rows.over(items, false)
    const place = items.findIndex(({ key }) => key === before)
    assert.ok(place > start && end - place > 100, `${start} ${place} ${end}`)
  }
})

test("it goes to one entry, to the first ones and to the end", () => {
  const items = list(0, 10_000)
  over(items, true)
  assert.equal(rows.around(items, "k5000"), true)
  assert.deepEqual(over(items), ["k4925", "k5074"])
  assert.equal(rows.around(items, "nothing"), false)
  rows.toStart(items)
  assert.deepEqual(over(items), ["k0", "k149"])
  rows.toEnd()
  assert.deepEqual(over(items, true), ["k9850", "k9999"])
})

test("when the entries at its ends are let go, it shows the newest", () => {
  over(list(0, 1_000), true)
  rows.toStart(list(0, 1_000))
  assert.deepEqual(over(list(5_000, 6_000)), ["k5850", "k5999"])
})

test("entries that come between those in the page do not take away what is read", () => {
  const hole = [...list(0, 100), ...list(5_000, 5_050)]
  rows.over(hole, true)
  const { start, end } = rows.over(list(0, 5_050), false, "k5010")
  assert.ok(start <= 5_010 && end > 5_010 && end - start <= MOST_ROWS, `${start} ${end}`)
  const early = rows.over(list(0, 5_050), false, "k4880")
  assert.ok(early.start <= 4_880 && early.end > 4_880)
})
