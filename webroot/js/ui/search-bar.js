import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { matching, placesIn, wordsOf } from "../lib/search.js"
import { jumpTo, searching } from "../view.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

const MARKS = "found-words"

/**
 * Looks for words in what this page holds of the room, the newest match first; nothing is sent.
 * `list`: the element with the messages, in which the words are marked.
 */
export function SearchBar({ items, list }) {
  const field = useRef(null)
  const [query, setQuery] = useState("")
  const [at, setAt] = useState(null)
  const found = useMemo(() => matching(items, query), [items, query])
  const place = found.indexOf(at)
  useMarkedWords(list, query)
  useEffect(() => field.current.focus(), [])

  const go = key => {
    setAt(key)
    if (key !== undefined) jumpTo(key, { quietly: true })
  }
  const write = event => {
    const typed = event.target.value
    setQuery(typed)
    go(matching(items, typed).at(-1))
  }
  const step = by => found.length > 0 && go(found.at((place + by + found.length) % found.length))
  const press = event => {
    if (event.key === "Escape") close()
    else if (event.key === "Enter") step(event.shiftKey ? 1 : -1)
    else if (event.key === "ArrowUp") step(-1)
    else if (event.key === "ArrowDown") step(1)
    else return
    event.preventDefault()
  }
  return html`<div class="search" role="search" data-testid="search-bar">
    <label class="visually-hidden" for="search-words">${t("search.label")}</label>
    <input
      id="search-words"
      ref=${field}
      type="search"
      autocomplete="off"
      placeholder=${t("search.label")}
      value=${query}
      onInput=${write}
      onKeyDown=${press}
      data-testid="search-words"
    />
    <span class="search-count" role="status" data-testid="search-count">
      ${countWords(query, found.length, place)}
    </span>
    <${Step} icon="up" words=${t("search.older")} onClick=${() => step(-1)} />
    <${Step} icon="down" words=${t("search.newer")} onClick=${() => step(1)} />
    <${Step} icon="close" words=${t("search.close")} onClick=${close} />
  </div>`
}

function Step({ icon, words, onClick }) {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${words}
    title=${words}
    onClick=${onClick}
    data-testid=${`search-${icon}`}
  ><${Icon} name=${icon} /></button>`
}

function countWords(query, count, place) {
  if (query.trim() === "") return ""
  return count === 0 ? t("search.none") : t("search.count", { place: count - Math.max(place, 0), count })
}

function close() {
  searching.value = false
  document.getElementById("message-text")?.focus()
}

/** Marks the words in what is in the page, where the browser can do so without touching the text. */
function useMarkedWords(list, query) {
  useLayoutEffect(() => {
    if (!CSS.highlights) return
    const words = wordsOf(query)
    const ranges = words.length === 0 ? [] : textsIn(list.current).flatMap(rangesOf(words))
    CSS.highlights.set(MARKS, new Highlight(...ranges))
  })
  useEffect(() => () => CSS.highlights?.delete(MARKS), [])
}

function textsIn(list) {
  return [...list.querySelectorAll(".message-text")].flatMap(element => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walker.nextNode()) texts.push(walker.currentNode)
    return texts
  })
}

const rangesOf = words => node =>
  placesIn(node.data, words).map(([from, to]) => {
    const range = new Range()
    range.setStart(node, from)
    range.setEnd(node, to)
    return range
  })
