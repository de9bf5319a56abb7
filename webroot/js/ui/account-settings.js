import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { Limit } from "../protocol.js"
import { session } from "../session.js"
import { failureText } from "./failure-words.js"
import { Field } from "./field.js"
import { html } from "./html.js"

/** For a name that is kept by a password: a new password, or giving the name up. */
export function AccountSettings() {
  const [password, setPassword] = useState("")
  const [fresh, setFresh] = useState("")
  const [told, setTold] = useState({})
  const attempt = async (ask, done) => {
    try {
      await ask()
      setPassword("")
      setFresh("")
      setTold({ done })
    } catch (refusal) {
      setTold({ wrong: refusal.code === 1101 ? t("account.wrong_password") : failureText(refusal) })
    }
  }
  const change = event => {
    event.preventDefault()
    const length = [...fresh.normalize("NFC")].length
    if (length < Limit.passwordMinCodePoints || length > Limit.passwordMaxCodePoints) {
      setTold({ short: t("failure.bad_password") })
      return
    }
    attempt(() => session.changePassword({ password, newPassword: fresh }), t("account.changed"))
  }
  const giveUp = () => attempt(() => session.deleteAccount({ password }), t("account.deleted"))
  return html`<section class="settings-part">
    <h3>${t("account.title", { name: session.identity.value.name })}</h3>
    <form onSubmit=${change} novalidate>
      <${Field}
        id="old-password"
        label=${t("account.password")}
        type="password"
        autocomplete="current-password"
        value=${password}
        onValue=${setPassword}
        error=${told.wrong}
      />
      <${Field}
        id="new-password"
        label=${t("account.new_password")}
        type="password"
        autocomplete="new-password"
        value=${fresh}
        onValue=${setFresh}
        error=${told.short}
      />
      <p class="form-done" role="status">${told.done}</p>
      <div class="actions">
        <button type="submit" class="button">${t("account.change")}</button>
        <button type="button" class="button" onClick=${giveUp}>${t("account.delete")}</button>
      </div>
    </form>
  </section>`
}
