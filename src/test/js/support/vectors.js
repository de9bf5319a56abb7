import { readFileSync } from "node:fs"

const folder = new URL("../../resources/wire/vectors/", import.meta.url)

/** @returns {object[]} the entries of one shared vector file */
export const vectors = file => JSON.parse(readFileSync(new URL(file, folder), "utf8"))
