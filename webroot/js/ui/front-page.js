import { useState } from "preact/hooks"
import { t } from "../i18n.js"
import { lifetimeChoices, USUAL_MINUTES } from "../lib/lifetimes.js"
import { invitation } from "../view.js"
import { DevicePrefs } from "./device-prefs.js"
import { Field } from "./field.js"
import { useFrontForm } from "./front-form.js"
import { html } from "./html.js"
import { lifetimeWords } from "./lifetime-words.js"
import { SeenDialog } from "./seen-dialog.js"
import { SharedNotice } from "./shared-notice.js"
import { Toggle } from "./toggle.js"
import { Wordmark } from "./wordmark.js"

export function FrontPage() {
  const form = useFrontForm()
  const invited = invitation.value !== null
  const cards = [html`<${OpenCard} form=${form} />`, html`<${EnterCard} form=${form} />`]
  return html`<div class="front">
    <header class="front-head">
      <h1><${Wordmark} /></h1>
      <p class="tagline">${t("front.tagline")}</p>
    </header>
    <main class="front-main">
      <${SharedNotice} next=${t("shared.next")} />
      <${WhoYouAre} form=${form} invited=${invited} />
      <div class="cards">${invited ? cards.reverse() : cards}</div>
      <p class="promise">${t("front.promise")}</p>
    </main>
    <footer class="front-foot"><${WhatIsSeen} /><${DevicePrefs} /></footer>
  </div>`
}

function WhatIsSeen() {
  const [open, setOpen] = useState(false)
  return html`<button
      type="button"
      class="link-button"
      aria-haspopup="dialog"
      onClick=${() => setOpen(true)}
      data-testid="what-is-seen"
    >
      ${t("seen.open")}
    </button>
    ${open && html`<${SeenDialog} onClose=${() => setOpen(false)} />`}`
}

function field(form, id, more) {
  const error = form.wrong?.field === id ? form.wrong.text : null
  const onValue = value => form.change(id, value)
  return html`<${Field}
    id=${id}
    value=${form.typed[id]}
    error=${error}
    onValue=${onValue}
    ...${more}
  />`
}

function WhoYouAre({ form, invited }) {
  const { typed, change } = form
  const submit = event => {
    event.preventDefault()
    if (typed["enter-room-id"].trim()) form.submit("enter")
    else if (typed["open-room-name"].trim()) form.submit("open")
    else document.getElementById("open-room-name").focus()
  }
  return html`<form class="who" onSubmit=${submit} novalidate>
    ${invited && html`<${Invited} room=${invitation.value.name} />`}
    ${field(form, "your-name", {
      label: t("front.your_name"),
      maxlength: 128,
      autofocus: true,
      enterkeyhint: "go",
    })}
    <button
      type="button"
      class="link-button"
      aria-expanded=${typed.withPassword ? "true" : "false"}
      aria-controls="keep-name"
      onClick=${() => change("withPassword", !typed.withPassword)}
    >
      ${t("front.keep_name")}
    </button>
    <div id="keep-name" hidden=${!typed.withPassword}>
      ${field(form, "password", {
        label: t("front.password"),
        hint: t("front.password_hint"),
        type: "password",
        autocomplete: "current-password",
      })}
    </div>
    <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true">
      ${t("front.go_on")}
    </button>
  </form>`
}

function Invited({ room }) {
  return html`<p class="invited">${t("front.invited", { room })}</p>`
}

function Card({ form, card, title, lead, action, children }) {
  const submit = event => {
    event.preventDefault()
    form.submit(card)
  }
  const general = form.wrong?.card === card && !form.wrong.field ? form.wrong.text : null
  const busy = form.busy === card
  return html`<section class="card" aria-labelledby=${`${card}-title`}>
    <h2 id=${`${card}-title`}>${title}</h2>
    <p class="card-lead">${lead}</p>
    <form onSubmit=${submit} novalidate>
      ${children}
      <p class="form-error" role="alert">${general}</p>
      <button
        type="submit"
        class="button button-primary"
        aria-disabled=${form.busy ? "true" : undefined}
        data-testid=${`${card}-room`}
      >
        ${busy ? t("front.busy") : action}
      </button>
    </form>
  </section>`
}

function OpenCard({ form }) {
  return html`<${Card}
    key="open"
    form=${form}
    card="open"
    title=${t("front.open_title")}
    lead=${t("front.open_lead")}
    action=${t("front.open")}
  >
    ${field(form, "open-room-name", { label: t("front.room_name"), maxlength: 256 })}
    <${OpenLifetime} form=${form} />
    <${Toggle}
      id="open-files-locked"
      label=${t("front.no_documents")}
      hint=${t("front.no_documents_hint")}
      on=${form.typed["open-files-locked"]}
      onChange=${on => form.change("open-files-locked", on)}
    />
  <//>`
}

function OpenLifetime({ form: { typed, change } }) {
  const chosen = typed["open-lifetime"]
  return html`<div class="field">
    <label for="open-lifetime">${t("settings.lifetime")}</label>
    <select
      id="open-lifetime"
      value=${chosen}
      onChange=${event => change("open-lifetime", event.target.value)}
    >
      ${lifetimeChoices(USUAL_MINUTES, Date.now(), Date.now()).map(
        minutes =>
          html`<option value=${String(minutes)} selected=${String(minutes) === chosen}>
            ${lifetimeWords(minutes)}
          </option>`,
      )}
    </select>
  </div>`
}

function EnterCard({ form }) {
  return html`<${Card}
    key="enter"
    form=${form}
    card="enter"
    title=${t("front.enter_title")}
    lead=${t("front.enter_lead")}
    action=${t("front.enter")}
  >
    ${field(form, "enter-room-name", { label: t("front.room_name") })}
    ${field(form, "enter-room-id", {
      label: t("front.room_id"),
      class: "code-input",
      autocapitalize: "characters",
    })}
  <//>`
}
