import { useEffect, useState } from "preact/hooks"
import { t } from "../i18n.js"
import { say } from "../view.js"
import { html } from "./html.js"
import { Icon } from "./icon.js"

/** Copies a text and says so; the button keeps its width. */
export function CopyButton({ text, label, wide, testid }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 2500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      say(t("copy.refused"))
    }
  }
  const icon = html`<${Icon} name=${copied ? "check" : "copy"} />`
  const done = html`<span
    class="visually-hidden"
    role="status"
  >${copied ? t("copy.done") : ""}</span>`
  return wide
    ? html`<button type="button" class="button" onClick=${copy} data-testid=${testid}>
        ${icon} ${copied ? t("copy.done") : label}${done}
      </button>`
    : html`<button
        type="button"
        class="icon-button"
        aria-label=${label}
        title=${label}
        onClick=${copy}
        data-testid=${testid}
      >
        ${icon}${done}
      </button>`
}
