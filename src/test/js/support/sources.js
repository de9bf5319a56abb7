import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const ROOT = new URL("../../../../webroot/", import.meta.url)

/** A file or folder of the client, as a path. */
export function webroot(path) {
  return fileURLToPath(new URL(path, ROOT))
}

/** The client's own files as [{path, text}]: not the libraries of others. */
export function clientSources() {
  return readdirSync(webroot("."), { recursive: true })
    .map(path => path.replaceAll("\\", "/"))
    .filter(path => /\.(js|html|css)$/.test(path) && !path.startsWith("vendor/"))
    .map(path => ({ path, text: readFileSync(webroot(path), "utf8") }))
}
