import { extensionOf } from "./file-name.js"

const IMAGE_BYTES = 25 * 1024 * 1024
const TEXT_BYTES = 1024 * 1024
const IMAGES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"])
const IMAGE_ENDINGS = new Set([".png", ".jpg", ".jpeg", ".gif", ".webp"])
const TEXTS = new Set(["text/plain", "text/markdown", "text/csv", "application/json"])
const TEXT_ENDINGS = new Set([".txt", ".text", ".md", ".csv", ".tsv", ".json", ".log"])

/**
 * Whether a document may be looked at in the page, by what it says of itself. What it is, is
 * decided by its bytes: see image-kind.js.
 * @returns {"image"|"text"|null}
 */
export function previewKind({ name, type, size }) {
  const ending = extensionOf(name)
  const unnamed = type === "" || type === "application/octet-stream"
  const is = (types, endings) => types.has(type) || (unnamed && endings.has(ending))
  if (is(IMAGES, IMAGE_ENDINGS)) return size <= IMAGE_BYTES ? "image" : null
  if (is(TEXTS, TEXT_ENDINGS)) return size <= TEXT_BYTES ? "text" : null
  return null
}
