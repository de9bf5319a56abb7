// Runs before the first paint, so that a remembered theme and language do not flash into place.
;(function () {
  try {
    const theme = localStorage.getItem("nobooks.theme")
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme
    const language = localStorage.getItem("nobooks.language") ?? navigator.language.slice(0, 2)
    if (language === "tr") document.documentElement.lang = "tr"
  } catch {
    // Without storage the system's theme and the page's language stand.
  }
})()
