/** What broke on the screens and can be seen in their source. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { arrival } from "../../../webroot/js/lib/arrival.js"
import { invitedBy } from "../../../webroot/js/lib/invited-by.js"
import { lifetimeChoices, roughly } from "../../../webroot/js/lib/lifetimes.js"
import { Thrice } from "../../../webroot/js/lib/thrice.js"
import { clientSources } from "./support/sources.js"

const source = name => clientSources()
  .find(({ path }) => [`js/ui/${name}.js`, `js/${name}.js`].includes(path)).text

test("a double tap on I confirm does not delete the room", () => {
  assert.match(source("delete-sheet"), /key="second"[\s\S]*danger=\$\{true\}/)
  assert.match(source("confirm-dialog"), /useState\(!danger\)/)
  assert.match(source("confirm-dialog"), /if \(busy \|\| !ripe\) return/)
})

test("no end of a room is offered that lies behind, and looking at the choices applies none", () => {
  const hours = count => count * 3_600_000
  assert.deepEqual(lifetimeChoices(1440, 0, hours(5)), [480, 1440, 4320, 10080])
  assert.deepEqual(lifetimeChoices(30, 0, hours(0.1)), [30, 60, 240, 480, 1440, 4320, 10080])
  assert.match(source("room-settings"), /onChange=\$\{event => setChosen/)
})

test("what is left of a room's life is never said to be longer than it is", () => {
  const hours = count => count * 3_600_000
  assert.deepEqual([hours(0.5), hours(1.5), hours(23.99), hours(47), hours(71)].map(roughly),
    [30, 90, 23 * 60, 47 * 60, 2 * 1440])
  assert.equal(roughly(-5), 0)
})

test("keys of one sign do nothing on a device where they are switched off", () => {
  assert.match(source("shortcuts"), /prefs\.shortcuts\.peek\(\) === "off"\) return/)
})

test("a key that is pressed as soon as the room can be seen is not lost", () => {
  assert.match(source("shortcuts"), /useLayoutEffect\(\(\) => \{[^]*addEventListener\("keydown"/)
  assert.doesNotMatch(source("shortcuts"), /useEffect/)
})

test("a whisper to somebody who has left is put back, still addressed, and not retried", () => {
  assert.match(source("message"), /nobody \? putBack\(room, item\) : room\.retry/)
  assert.match(source("message"), /addressee\.value = to/)
})

test("a covered whisper that is put back does not go out uncovered, nor into what is being edited", () => {
  const [putBack] = /function putBack[\s\S]*?\n\}/.exec(source("message"))
  assert.match(putBack, /if \(cover\) fuse\.value = cover\.seconds/)
  assert.match(putBack, /giveUp\(room\)[\s\S]*room\.draft\.value = /)
})

test("the menu of one's own covered whisper, in which nothing would stand, is not offered", () => {
  const about = source("about-message")
  assert.match(about, /offersActions = item =>[^=]*\(!item\.mine \|\| readable\(item\)\)/)
  assert.match(about, /readable\(item\) && \{ id: "copy"/)
  assert.match(source("menu"), /controls\(element\)\[0\]\?\.focus/)
})

test("typing one letter takes none of the few sockets that an address has for signing in", () => {
  const form = source("front-form")
  assert.equal(form.match(/getReady/g).length, 1)
  assert.match(form, /!touched\.current \|\| CARDS\.every\(card => firstProblem\(card, typed\)\)\) return/)
  assert.match(form, /setTimeout\(\(\) => session\.getReady\(\), PAUSE_MS\)/)
})

test("following and moving tell first what is lost with the room, as leaving does", () => {
  for (const name of ["follow-button", "move-sheet", "leave-room", "leave-sheet"]) {
    assert.match(source(name), /leaveLines\(room\)/, name)
  }
  assert.match(source("follow-button"), /return openSheet\("follow", \{ invited \}\)[\s\S]*session\.follow/)
  const lines = source("leave-lines")
  for (const what of ["busy.value", "holding.value", "draft.value", "unsent.value", "lastOne.value"]) {
    assert.ok(lines.includes(what), what)
  }
})

test("the composer says what happens: no cover on an edit, no reference in what is covered or whispered", () => {
  assert.match(source("composer-hints"), /covered = composing\.value\?\.what === "edit" \? null : fuse\.value/)
  assert.match(source("composer-tools"), /what !== "edit" && html`<\$\{FuseButton\}/)
  const bar = source("composing-bar")
  assert.match(bar, /refers = what === "edit" \|\| \(fuse\.value === null && !whisper\)/)
  assert.match(bar, /t\("compose\.no_answer"\)/)
})

test("a covered message has a name where it is quoted, answered or taken back, and not its words", () => {
  const [oneLine] = /export function oneLine[\s\S]*?\n\}/.exec(source("quote"))
  assert.match(oneLine, /if \(item\.fuse\) return t\(item\.fuse\.burnt \? "fuse\.burnt" : "fuse\.message"\)[\s\S]*item\.text/)
})

test("what is chosen, what changes and what can be pressed is told as what it is", () => {
  assert.match(source("menu"), /"menuitem" : "menuitemradio"[\s\S]*aria-checked/)
  assert.match(source("fuse-button"), /checked: seconds === chosen/)
  assert.match(source("shared-notice"), /<p role="status">/)
  assert.doesNotMatch(source("shared-notice"), /<div[^>]*role="status"/)
  assert.match(source("plain-pages"), /<h1 tabindex="-1" aria-live="polite"/)
})

test("a finger that rests where nothing is offered gets the browser's own long press", () => {
  assert.match(source("message"), /useLongPress\(offers \? \(\) => setOpen\(row\) : null\)/)
  assert.equal(source("long-press").match(/onHeld === null/g).length, 2)
})

test("Escape that ends a composition, and the keyboard over a page that scrolls, do nothing more", () => {
  assert.match(source("panic"), /event\.isComposing/)
  assert.match(source("on-screen-keyboard"), /up && room && [^\n]*scrollTo/)
})

test("a room that goes while a dialog opened from its messages is up breaks nothing", () => {
  assert.match(source("roving-rows"), /if \(row && list\.current\) settle\(row\)/)
})

test("a person whom the admin does not let in is not told to have been removed", () => {
  assert.match(source("plain-pages"), /Failure\.removed[\s\S]*denied\.by_admin/)
})

test("a broken link is told, and a link opened on what is left of a room leads on", () => {
  const invited = { name: "SecProje", code: "c0de" }
  assert.equal(arrival(null, undefined), "broken")
  assert.equal(arrival(invited, undefined), "stay")
  assert.deepEqual(["in", "waiting"].map(status => arrival(invited, status)),
    ["elsewhere", "elsewhere"])
  assert.deepEqual(["ended", "lost", "removed", "denied", "left"].map(s => arrival(invited, s)),
    Array(5).fill("front"))
})

test("a phone that refuses notifications from pages breaks nothing", () => {
  assert.match(source("attention"), /try \{\s+notify\(title, body\)\s+\} catch/)
})

test("a name is given up only after asking, and what happened is said afterwards", () => {
  const account = source("account-settings")
  assert.match(account, /if \(!asking\) return setAsking\(true\)[\s\S]*deleteAccount/)
  assert.match(account, /say\(t\("account\.deleted"\)\)/)
})

test("a time that moves on is not read out as if something was said", () => {
  assert.match(source("ui/timeline"), /role="log"\s+aria-relevant="additions"/)
  assert.match(source("time-stamp"), /aria-live="off"/)
})

test("a long room name without a break does not widen the page that tells of its end", () => {
  const css = clientSources().filter(({ path }) => path.endsWith(".css"))
  const all = css.map(({ text }) => text).join("\n")
  assert.match(all, /\.plain-main h1,[^{]*\{\s*overflow-wrap: anywhere/)
  assert.match(all, /\.plain-main \{[^}]*grid-template-columns: minmax\(0, 1fr\)/)
})

test("only a link of this server on the last line of a whisper can be followed", () => {
  const link = "https://x.org/#SecProje/0123456789abcdefghjkmnpqr"
  assert.equal(invitedBy(`Come:\n${link}\n`, "https://x.org").name, "SecProje")
  for (const text of ["", "Come", `${link} is it`, `${link}\nor not`, link.replace("x.org", "y.org")]) {
    assert.equal(invitedBy(text, "https://x.org"), null, text)
  }
})

test("three times within a little more than a second is three times, and begins anew", () => {
  const presses = new Thrice()
  const heard = times => times.map(time => presses.happened(time))
  assert.deepEqual(heard([0, 1_000, 2_000]), [false, false, false])
  assert.deepEqual(heard([5_000, 5_500, 6_000]), [false, false, true])
  assert.deepEqual(heard([6_100, 6_200, 6_300]), [false, false, true])
  assert.deepEqual(heard([7_000, 7_100]), [false, false])
  presses.forget()
  assert.deepEqual(heard([7_200, 7_300, 7_400]), [false, false, true])
})

test("the map of keys names every key that does something", () => {
  const shown = {
    Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→",
    ContextMenu: "Menu", KeyF: "Ctrl + Shift + F",
  }
  const KEY = /\b(Enter|Escape|Tab|Home|End|Arrow[A-Z][a-z]+|ContextMenu|Page(?:Up|Down)|Key[A-Z])\b/g
  const map = source("shortcuts-sheet")
  const pressed = clientSources()
    .filter(({ path, text }) => path.startsWith("js/") && /keydown|onKeyDown|event\.key\b/i.test(text))
    .flatMap(({ text }) => [...text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").matchAll(KEY)].map(([key]) => key))
  assert.ok(new Set(pressed).size >= 9)
  for (const key of new Set(pressed)) assert.ok(map.includes(shown[key] ?? key), key)
})

test("where no documents are taken every way to send them leads through one door that says why", () => {
  assert.match(source("choose-documents"), /else say\(t\("send\.stopped"\)\)/)
  for (const way of ["composer-tools", "drop-zone"]) {
    assert.match(source(way), /chooseDocuments\(room/)
    assert.doesNotMatch(source(way), /openSheet\("send"/)
  }
  assert.match(source("send-sheet"), /if \(!takesDocuments\(room\)\) return setWrong/)
})

test("nothing is taken back to be sent anew where it could not be", () => {
  assert.match(source("own-actions"), /if \(takesDocuments\(room\)\) room\.documents\.sendAnew/)
})
