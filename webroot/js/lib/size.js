const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"]
const STEP = 1024
const formats = new Map()

/** A size as people read it on their own devices: "12 bytes", "1.4 MB", "10 GB"; steps of 1,024. */
export function formatSize(bytes, language) {
  let size = Math.max(0, bytes)
  let unit = 0
  while (size >= STEP - 0.5 && unit < UNITS.length - 1) {
    size /= STEP
    unit += 1
  }
  return formatOf(UNITS[unit], size < 10 && unit > 0 ? 1 : 0, language).format(size)
}

/** A share as "41 %" in the reader's language, never 100 % before the end. */
export function formatShare(done, total, language) {
  const share = total > 0 ? Math.min(done, total) / total : 1
  const shown = share < 1 ? Math.min(0.99, share) : 1
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 })
    .format(Math.floor(shown * 100) / 100)
}

function formatOf(unit, digits, language) {
  const key = `${unit} ${digits} ${language}`
  if (!formats.has(key)) {
    const unitDisplay = unit === "byte" ? "long" : "short"
    const how = { style: "unit", unit, unitDisplay, maximumFractionDigits: digits }
    formats.set(key, new Intl.NumberFormat(language, how))
  }
  return formats.get(key)
}
