import assert from "node:assert/strict"
import { test } from "node:test"
import {
  countdown,
  exactTime,
  longDay,
  relativeTime,
  sameDay,
  waitingTime,
} from "../../../webroot/js/lib/time.js"

const NOW = Date.UTC(2026, 4, 14, 12, 0, 0)
const MINUTE = 60_000

test("the last minute and the near future are now", () => {
  assert.equal(relativeTime(NOW, NOW, "en"), "")
  assert.equal(relativeTime(NOW - 59_999, NOW, "en"), "")
  assert.equal(relativeTime(NOW + 5_000, NOW, "en"), "")
})

test("older times are told in the largest whole unit", () => {
  assert.match(relativeTime(NOW - MINUTE, NOW, "en"), /^1 min\.? ago$/)
  assert.match(relativeTime(NOW - 119 * MINUTE, NOW, "en"), /^1 hr\.? ago$/)
  assert.match(relativeTime(NOW - 49 * 60 * MINUTE, NOW, "en"), /^2 days ago$/)
  assert.match(relativeTime(NOW - 5 * MINUTE, NOW, "tr"), /^5 dk\.? önce$/)
})

test("the exact time names day, month and year", () => {
  assert.match(exactTime(NOW, "en"), /2026/)
  assert.match(exactTime(NOW, "tr"), /Mayıs/)
  assert.match(longDay(NOW, "tr"), /Perşembe/)
})

test("days are told apart by the local calendar", () => {
  assert.ok(sameDay(NOW, NOW + 1))
  assert.ok(!sameDay(NOW, NOW + 24 * 60 * MINUTE))
})

test("a countdown shows minutes and seconds, and hours only when there are any", () => {
  assert.equal(countdown(27_000), "0:27")
  assert.equal(countdown(26_001), "0:27")
  assert.equal(countdown(725_000), "12:05")
  assert.equal(countdown(3_723_000), "1:02:03")
  assert.equal(countdown(-5), "0:00")
})

test("a waiting time is rounded up and never nothing", () => {
  assert.deepEqual(waitingTime(0), { count: 1, unit: "second" })
  assert.deepEqual(waitingTime(1_001), { count: 2, unit: "second" })
  assert.deepEqual(waitingTime(90_000), { count: 2, unit: "minute" })
})
