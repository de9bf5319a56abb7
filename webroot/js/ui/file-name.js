import { inTwo, nameInText } from "../lib/file-name.js"
import { t } from "../i18n.js"
import { html } from "./html.js"

/** A document's name in plain text, for the middle of a sentence. */
export function documentName(document) {
  if (document && !document.about) return t("doc.not_for_you")
  return nameInText(document?.about.name ?? "") || t("doc.unnamed")
}

/** A document's name, kept apart from the writing direction around it, cut in its middle. */
export function FileName({ name }) {
  const shown = name || t("doc.unnamed")
  const { head, tail } = inTwo(shown)
  return html`<bdi class="file-name" title=${shown} data-testid="file-name"
    ><span class="file-name-head">${head}</span><span class="file-name-tail">${tail}</span></bdi>`
}
