import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { RowWindow } from "../lib/row-window.js"

const NEAR_END_PX = 48
const SCREENS_AHEAD = 1.5
const MOST_KNOWN = 2_000

/**
 * Which rows are in the page, and where the reader is in them. Follows the newest message while the
 * reader is at the end, and otherwise leaves the text where it is, whatever comes, goes or grows
 * above it, and counts what came below. One's own new message goes to the end.
 *
 * @param {{current: Element}} scroller
 * @param {{current: Element}} list whose children are the rows
 * @param {object[]} items
 */
export function useStayingPut(scroller, list, items) {
  const rows = useRef(null)
  rows.current ??= new RowWindow()
  const atEnd = useRef(true)
  const known = useRef(new Set())
  const newest = useRef(undefined)
  const anchor = useRef(null)
  const seenTop = useRef(0)
  const [below, setBelow] = useState(0)
  const [, draw] = useState(0)
  const again = () => draw(times => times + 1)

  const toEnd = () => {
    atEnd.current = true
    rows.current.toEnd()
    setBelow(0)
    again()
  }
  const toStart = () => {
    atEnd.current = false
    rows.current.toStart(items)
    anchor.current = null
    scroller.current.scrollTop = 0
    seenTop.current = 0
    again()
  }
  const show = key => {
    if (!rows.current.around(items, key)) return false
    atEnd.current = false
    again()
    return true
  }
  const look = () => {
    const { scrollHeight, scrollTop, clientHeight } = scroller.current
    const left = scrollHeight - scrollTop - clientHeight
    seenTop.current = scrollTop
    atEnd.current = rows.current.atEnd && left < NEAR_END_PX
    anchor.current = atEnd.current ? null : firstInView(scroller.current, list.current)
    return { scrollTop, left, ahead: SCREENS_AHEAD * clientHeight }
  }
  const onScroll = () => {
    const { scrollTop, left, ahead } = look()
    if (atEnd.current) setBelow(0)
    if (scrollTop < ahead && rows.current.earlier(items)) again()
    else if (left < ahead && rows.current.later(items)) again()
  }
  const settle = () => {
    if (!scroller.current?.isConnected) return
    if (atEnd.current) scroller.current.scrollTop = scroller.current.scrollHeight
    else putBack(scroller.current, anchor.current)
    seenTop.current = scroller.current.scrollTop
  }

  // The reader may have scrolled without the browser having said so yet.
  if (scroller.current && scroller.current.scrollTop !== seenTop.current) look()
  const { start, end } = rows.current.over(items, atEnd.current, keyOf(anchor.current?.row))
  useLayoutEffect(() => {
    const behind = items.findLastIndex(({ key }) => key === newest.current) + 1
    newest.current = items.at(-1)?.key
    const fresh = items.slice(behind).filter(item => !known.current.has(item.key))
    for (const { key } of fresh) known.current.add(key)
    if (known.current.size > 2 * MOST_KNOWN) known.current = keysOf(items.slice(-MOST_KNOWN))
    if (!atEnd.current && fresh.some(item => item.mine && item.delivery === "sending")) toEnd()
    if (atEnd.current) return
    const count = fresh.filter(item => item.kind !== "notice").length
    if (count > 0) setBelow(before => before + count)
  }, [items])
  useLayoutEffect(settle)

  useEffect(() => {
    const follow = new ResizeObserver(settle)
    follow.observe(scroller.current)
    for (const child of scroller.current.children) follow.observe(child)
    return () => follow.disconnect()
  }, [])

  const away = below > 0 || !rows.current.atEnd
  return { start, end, below, away, toEnd, toStart, show, onScroll }
}

/** A day stands before its first entry. */
const keyOf = row => row?.dataset.key ?? row?.nextElementSibling?.dataset.key

const keysOf = items => new Set(items.map(({ key }) => key))

/** The first row that is seen, and where it stands. */
function firstInView(scroller, list) {
  const { top } = scroller.getBoundingClientRect()
  const { children } = list
  let [low, high] = [0, children.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (children[middle].getBoundingClientRect().bottom > top) high = middle
    else low = middle + 1
  }
  const row = children[low]
  return row ? { row, offset: row.getBoundingClientRect().top } : null
}

/** The row stands where it stood in the window, also when a banner opened above the scroller. */
function putBack(scroller, anchor) {
  if (!anchor?.row.isConnected) return
  const moved = anchor.row.getBoundingClientRect().top - anchor.offset
  if (Math.abs(moved) >= 1) scroller.scrollTop += moved
}
