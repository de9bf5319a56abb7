/** One SVG path that draws the dark modules of a QR code given as rows of booleans. */
export function qrPath(rows) {
  return rows.map((row, y) => rowPath(row, y)).join("")
}

function rowPath(row, y) {
  let path = ""
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    let end = x
    while (row[end]) end++
    path += `M${x} ${y}h${end - x}v1h-${end - x}z`
    x = end
  }
  return path
}
