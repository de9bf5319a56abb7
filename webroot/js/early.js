// Runs before the first paint, so that a remembered theme and language do not flash into place, and
// asks for the words of that language while the page is still coming.
;(function () {
  let words = navigator.language.slice(0, 2) === "tr" ? "tr" : "en"
  try {
    const theme = localStorage.getItem("nobooks.theme")
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme
    const language = localStorage.getItem("nobooks.language") ?? navigator.language.slice(0, 2)
    words = language === "tr" ? "tr" : "en"
  } catch {
    // Without storage the system's theme and language stand.
  }
  document.documentElement.lang = words
  const ahead = document.createElement("link")
  Object.assign(ahead, { rel: "preload", as: "fetch", crossOrigin: "anonymous" })
  ahead.href = `i18n/${words}.json`
  document.head.append(ahead)
})()
