const PAGE =
  '<path d="M7 3h13l5 5v21H7z" fill="#fffdf8" stroke="#2b2822" stroke-width="2" ' +
  'stroke-linejoin="round"/><path d="M20 3v5h5" fill="none" stroke="#2b2822" stroke-width="2"/>'

/** The page's icon as a data URL, with the number of unread messages on it. */
export function faviconUrl(unread) {
  const count = unread > 9 ? "9+" : String(unread)
  const badge =
    unread > 0
      ? '<circle cx="21" cy="21" r="10" fill="#1f4e8c"/><text x="21" y="26" fill="#fff" ' +
        `font-family="sans-serif" font-weight="700" font-size="14" text-anchor="middle">${count}</text>`
      : ""
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${PAGE}${badge}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
