import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { Limit } from "../protocol.js"
import { session } from "../session.js"
import { say } from "../view.js"
import { failureText } from "./failure-words.js"
import { Field } from "./field.js"
import { html } from "./html.js"

/** For a name that is kept by a password: a new password, or giving the name up. */
export function AccountSettings() {
  const [password, setPassword] = useState("")
  const [fresh, setFresh] = useState("")
  const [told, setTold] = useState({})
  const [asking, setAsking] = useState(false)
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
  const { name = "" } = session.identity.value ?? {}
  const giveUp = async () => {
    if (!asking) return setAsking(true)
    setAsking(false)
    await attempt(() => session.deleteAccount({ password }), null)
    if (session.identity.value !== null) return undefined
    session.closeRoom()
    return say(t("account.deleted"))
  }
  return html`<section class="settings-part">
    <h3>${t("account.title", { name })}</h3>
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
      ${asking && html`<p role="alert">${t("account.ask", { name })}</p>`}
      <div class="actions">
        ${asking && html`<${GiveUp} onClick=${giveUp} />`}
        <button type="submit" class="button" hidden=${asking}>${t("account.change")}</button>
        <button
          type="button"
          class="button"
          onClick=${asking ? () => setAsking(false) : giveUp}
          data-testid="give-up"
        >
          ${t(asking ? "account.keep" : "account.delete")}
        </button>
      </div>
    </form>
  </section>`
}

function GiveUp({ onClick }) {
  return html`<button
    type="button"
    class="button button-danger"
    onClick=${onClick}
    data-testid="give-up-now"
  >
    ${t("account.delete")}
  </button>`
}
