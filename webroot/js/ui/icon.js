import { html } from "./html.js"

const PATHS = {
  people:
    "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M2 21c0-4 3-7 7-7s7 3 7 7" +
    "M16 4a4 4 0 0 1 0 7M18 14c2.5 .6 4 3 4 7",
  invite: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M2 21c0-4 3-7 7-7s7 3 7 7M19 8v6M16 11h6",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  check: "M5 13l4 4L19 7",
  down: "M12 5v14M6 13l6 6 6-6",
  chevron: "M6 9l6 6 6-6",
  more:
    "M4.4 12a.6 .6 0 1 0 1.2 0a.6 .6 0 1 0-1.2 0M11.4 12a.6 .6 0 1 0 1.2 0a.6 .6 0 1 0-1.2 0" +
    "M18.4 12a.6 .6 0 1 0 1.2 0a.6 .6 0 1 0-1.2 0",
  whisper: "M20 15a3 3 0 0 1-3 3H9l-5 3V7a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3z",
  warning: "M12 4L2.5 20h19zM12 10v4M12 17h.01",
  lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
  up: "M12 19V5M6 11l6-6 6 6",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5L20 20",
  reply: "M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v2",
  plus: "M12 6v12M6 12h12",
  smile: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  document: "M6 3h8l5 5v13H6zM14 3v5h5",
  attach: "M20 11.5l-8.5 8.5a5 5 0 0 1-7-7L13 4.5a3.4 3.4 0 0 1 5 5l-8.5 8.5a1.7 1.7 0 0 1-2.5-2.5L14.5 8",
  fuse: "M12 3c1 4 6 5.5 6 11a6 6 0 0 1-12 0c0-2.5 1.5-4 2.5-5 .3 1.6 1 2.4 2 2.8C10.5 8.5 10.8 5.5 12 3",
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5l3.5 2",
}

/** A line drawing that says nothing to a screen reader: the control around it has the words. */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} />
  </svg>`
}
