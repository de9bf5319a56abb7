/** What an image is, by its own bytes: a name and a declared type say nothing. */

const MOST_PIXELS = 50_000_000
const text = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length))

/**
 * @param {Uint8Array} bytes a whole file
 * @returns {{type: string, width: number, height: number}|null} null for all but PNG, JPEG, WebP
 *   and GIF, and for images so large that drawing them could fill a device's memory
 */
export function imageKind(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const kind = png(bytes, view) ?? gif(bytes, view) ?? webp(bytes, view) ?? jpeg(view)
    return kind && isDrawable(kind) ? kind : null
  } catch (error) {
    if (error instanceof RangeError) return null // ends before its size is told
    throw error
  }
}

const isDrawable = ({ width, height }) => width > 0 && height > 0 && width * height <= MOST_PIXELS

function png(bytes, view) {
  if (text(bytes, 0, 8) !== "\x89PNG\r\n\x1a\n" || text(bytes, 12, 4) !== "IHDR") return null
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) }
}

function gif(bytes, view) {
  if (!/^GIF8[79]a$/.test(text(bytes, 0, 6))) return null
  return { type: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

function webp(bytes, view) {
  if (text(bytes, 0, 4) !== "RIFF" || text(bytes, 8, 4) !== "WEBP") return null
  const size = WEBP_SIZES[text(bytes, 12, 4)]?.(view)
  return size ? { type: "image/webp", width: size[0], height: size[1] } : null
}

const uint24 = (view, at) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
const WEBP_SIZES = {
  VP8X: view => [uint24(view, 24) + 1, uint24(view, 27) + 1],
  "VP8 ": view => [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff],
  VP8L(view) {
    const bits = view.getUint32(21, true)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  },
}

function jpeg(view) {
  if (view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint8(at + 1) === 0xff) at += 1
    const marker = view.getUint16(at)
    if (marker < 0xffc0) return null
    if (isFrame(marker)) {
      return { type: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    }
  }
}

/** Start of frame: SOF0 to SOF15 without DHT, JPG and DAC, which stand between them. */
const isFrame = marker =>
  marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
