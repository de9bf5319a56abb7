import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"

const NEAR_END_PX = 48
const KEEPS_PLACE_ITSELF = CSS.supports("overflow-anchor", "auto")

/**
 * Follows the newest message while the reader is at the end, and otherwise leaves the text where
 * it is, also when a banner opens above it, and counts what came below. One's own new message goes
 * to the end.
 */
export function useStayingPut(scroller, items) {
  const atEnd = useRef(true)
  const known = useRef(new Set())
  const anchor = useRef(null)
  const [below, setBelow] = useState(0)

  const toEnd = () => {
    atEnd.current = true
    setBelow(0)
    scroller.current.scrollTop = scroller.current.scrollHeight
  }
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = scroller.current
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX
    if (atEnd.current) setBelow(0)
    if (!KEEPS_PLACE_ITSELF) anchor.current = firstInView(scroller.current)
  }

  useLayoutEffect(() => {
    const fresh = items.filter(item => !known.current.has(item.key))
    known.current = new Set(items.map(item => item.key))
    const mine = fresh.some(item => item.mine && item.delivery === "sending")
    if (atEnd.current || mine) {
      toEnd()
      return
    }
    if (!KEEPS_PLACE_ITSELF) putBack(scroller.current, anchor.current)
    const count = fresh.filter(item => item.kind !== "notice").length
    if (count > 0) setBelow(before => before + count)
  }, [items.length, items.at(-1)?.key, items[0]?.key])

  useEffect(() => {
    const element = scroller.current
    let top = element.getBoundingClientRect().top
    const follow = new ResizeObserver(() => {
      if (!element.isConnected) return
      const moved = element.getBoundingClientRect().top - top
      top += moved
      if (atEnd.current) element.scrollTop = element.scrollHeight
      else if (moved !== 0) element.scrollTop += moved
    })
    follow.observe(element)
    for (const child of element.children) follow.observe(child)
    return () => follow.disconnect()
  }, [])

  return { below, toEnd, onScroll }
}

function firstInView(scroller) {
  const top = scroller.getBoundingClientRect().top
  const rows = [...scroller.querySelectorAll(".messages > li")]
  const row = rows.find(each => each.getBoundingClientRect().bottom > top)
  return row ? { row, offset: row.getBoundingClientRect().top - top } : null
}

function putBack(scroller, anchor) {
  if (!anchor?.row.isConnected) return
  const offset = anchor.row.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  scroller.scrollTop += offset - anchor.offset
}
