import { useEffect } from "preact/hooks"
import { t } from "../i18n.js"
import { session } from "../session.js"
import { html } from "./html.js"

/** Which build the server says it runs: to be compared with what `verify` finds there. */
export function BuildLine() {
  useEffect(() => void session.askServer(), [])
  const build = session.serverBuild.value
  return build !== "" && html`<p class="build" data-testid="build">${t("about.build", { build })}</p>`
}
