// The same promises on every transport, kept by the unmodified client libraries.
import assert from "node:assert/strict"
import { afterEach, describe, test } from "node:test"
import { cid, newRoom, transports } from "./clients.mjs"

const open = []

async function signedIn(connect, name) {
  const client = await connect().ready()
  open.push(client)
  client.identity = await client.ask("auth.sign-in", { name })
  await client.hear("me")
  return client
}

/** Signs in, opens or enters, and listens. */
async function seated(connect, name, secrets, options) {
  const client = await signedIn(connect, name)
  const { ticket, proof } = secrets
  client.snapshot = options
    ? await client.ask("rooms.open", { ticket, proof, options })
    : await client.ask("rooms.enter", { ticket, proof })
  client.room = client.snapshot.room
  client.seat = client.snapshot.you.seat
  const first = await client.hear(`room.${client.room}.out`)
  assert.equal(first.body.type, "here")
  client.command = (type, fields = {}) =>
    client.ask(`room.${client.room}.in`, { type, ...fields })
  client.say = (text) => client.command("say", { cid: cid(), body: { text } })
  return client
}

const plain = { sealedOnly: false }
const saying = (text) => (heard) => heard.body?.type === "said" && heard.body.body.text === text
const ofType = (type) => (heard) => heard.body?.type === type

function refusedWith(code, slug) {
  return (error) => {
    assert.equal(error.failureCode, code)
    assert.equal(error.failureType, "RECIPIENT_FAILURE")
    assert.equal(error.message.split(" ")[0], slug)
    return true
  }
}

for (const [transport, connect] of Object.entries(transports)) {
  describe(transport, () => {
    afterEach(() => {
      while (open.length) open.pop().close()
    })

    test("two people open, enter, talk both ways, leave, and the room is gone", async () => {
      const secrets = newRoom()
      const can = await seated(connect, "Can", secrets, plain)
      const mary = await seated(connect, "Mary", secrets)
      assert.equal(can.room, secrets.room)
      assert.equal(can.snapshot.you.admin, true)
      assert.equal(mary.snapshot.you.admin, false)
      assert.deepEqual(mary.snapshot.members.map((member) => member.name).sort(), ["Can", "Mary"])

      const first = await can.say("hello Mary")
      const second = await mary.say("hello Can")
      assert.equal(second.seq, first.seq + 1)
      for (const each of [can, mary]) {
        const said = await each.heard.until(saying("hello Mary"))
        assert.equal(said.body.by, can.seat)
        assert.equal(said.body.seq, first.seq)
        assert.equal(said.body.at, first.at)
        assert.equal((await each.heard.until(saying("hello Can"))).body.by, mary.seat)
      }

      assert.deepEqual(await mary.command("leave"), {})
      const left = await can.heard.until(ofType("left"))
      assert.deepEqual(left.body.seats, [[mary.seat, "left"]])
      const { receipt } = await can.command("leave")
      assert.equal(receipt.reason, "empty")
      assert.equal(receipt.counts.messages, 2)
      const { ticket, proof } = secrets
      await assert.rejects(can.ask("rooms.enter", { ticket, proof }), refusedWith(1200, "room_not_found"))
      await assert.rejects(
        can.ask("rooms.open", { ticket, proof, options: plain }),
        refusedWith(1201, "room_exists"),
      )
    })

    test("a whisper is heard by its two ends alone", async () => {
      const secrets = newRoom()
      const can = await seated(connect, "Can", secrets, plain)
      const mary = await seated(connect, "Mary", secrets)
      const ali = await seated(connect, "Ali", secrets)
      await can.command("whisper", { cid: cid(), to: mary.seat, body: { text: "psst" } })
      for (const end of [can, mary]) {
        const { body } = await end.heard.until(ofType("whispered"))
        assert.equal(body.body.text, "psst")
        assert.equal(body.by, can.seat)
        assert.equal(body.to, mary.seat)
        assert.equal(body.room, can.room)
      }
      await can.say("after the whisper")
      await ali.heard.until(saying("after the whisper"))
      assert.doesNotMatch(JSON.stringify(ali.heard.all), /psst/)
    })

    test("a message never leaves its room", async () => {
      const here = newRoom()
      const there = newRoom()
      const can = await seated(connect, "Can", here, plain)
      const mary = await seated(connect, "Mary", there, plain)
      await assert.rejects(
        mary.ask(`room.${can.room}.in`, { type: "say", cid: cid(), body: { text: "over" } }),
        refusedWith(1200, "room_not_found"),
      )
      const refused = await mary.hear(`room.${can.room}.out`)
      assert.equal(refused.refused?.failureCode, 1200)
      await can.say("for my room")
      await can.heard.until(saying("for my room"))
      await mary.say("for her room")
      await mary.heard.until(saying("for her room"))
      assert.doesNotMatch(JSON.stringify(mary.heard.all), /for my room/)
      assert.doesNotMatch(JSON.stringify(can.heard.all), /for her room|over/)
    })

    test("nobody can speak in another's name", async () => {
      const secrets = newRoom()
      const can = await seated(connect, "Can", secrets, plain)
      const mary = await seated(connect, "Mary", secrets)
      const forged = { session: can.identity.session, seat: can.seat, name: "Can", by: can.seat }
      await mary.ask(
        `room.${can.room}.in`,
        { type: "say", cid: cid(), body: { text: "forged" }, ...forged },
        forged,
      )
      const { body } = await can.heard.until(saying("forged"))
      assert.equal(body.by, mary.seat)
      mary.publish(`room.${can.room}.out`, { type: "said", by: can.seat, body: { text: "loud" } })
      assert.equal((await mary.stray.until((frame) => frame.type === "err")).body, "access_denied")
      for (const address of [`room.${can.room}.out`, `room.${can.room}.door`, "me", "__vertx.reply.1"]) {
        await assert.rejects(
          mary.ask(address, { type: "said", by: can.seat, body: { text: "sideways" } }),
          refusedWith(1001, "not_allowed_here"),
        )
      }
      await mary.say("the last")
      await can.heard.until(saying("the last"))
      assert.doesNotMatch(JSON.stringify(can.heard.all), /loud|sideways/)
    })

    test("the admin deletes: everybody wipes, and a signed receipt tells it", async () => {
      const secrets = newRoom()
      const can = await seated(connect, "Can", secrets, plain)
      const mary = await seated(connect, "Mary", secrets)
      await assert.rejects(mary.command("delete"), refusedWith(1205, "not_the_admin"))
      await can.command("delete")
      for (const each of [can, mary]) {
        const { body } = await each.heard.until(ofType("ended"))
        assert.equal(body.reason, "deleted")
        assert.equal(body.by, can.seat)
        await each.command("wiped", { nonce: body.nonce })
      }
      const { body } = await mary.heard.until(ofType("receipt"))
      assert.deepEqual([...body.receipt.wiped].sort(), ["Can", "Mary"])
      assert.deepEqual(body.receipt.silent, [])
      assert.ok(body.receipt.signature)
    })

    test("an admitted knock hears everything, a removed member nothing more", async () => {
      const secrets = newRoom()
      const can = await seated(connect, "Can", secrets, { ...plain, lobby: true })
      const mary = await signedIn(connect, "Mary")
      const { ticket, proof } = secrets
      const knock = await mary.ask("rooms.enter", { ticket, proof })
      assert.equal(knock.waiting, true)
      const { body: knocking } = await can.heard.until(ofType("knocking"))
      assert.equal(knocking.seat, knock.seat)
      await can.command("admit", { seat: knock.seat })
      const { body: admitted } = await mary.heard.until(ofType("admitted"))
      assert.equal(admitted.snapshot.you.seat, knock.seat)
      assert.equal((await mary.hear(`room.${can.room}.out`)).body.type, "here")
      await can.say("welcome")
      await mary.heard.until(saying("welcome"))

      await can.command("kick", { seat: knock.seat })
      await mary.heard.until(ofType("kicked"))
      await can.say("she is gone")
      await can.heard.until(saying("she is gone"))
      assert.doesNotMatch(JSON.stringify(mary.heard.all), /she is gone/)
      await assert.rejects(mary.ask("rooms.enter", { ticket, proof }), refusedWith(1206, "removed"))
      await assert.rejects(
        mary.ask(`room.${can.room}.in`, { type: "say", cid: cid(), body: { text: "still here?" } }),
        refusedWith(1200, "room_not_found"),
      )
    })

    test("a lost connection is resumed and misses nothing", async () => {
      const secrets = newRoom()
      const can = await seated(connect, "Can", secrets, plain)
      const mary = await seated(connect, "Mary", secrets)
      const { body: hello } = { body: await can.say("before") }
      await mary.heard.until(saying("before"))
      mary.close()
      await can.heard.until(
        (heard) =>
          heard.body?.type === "states" &&
          heard.body.changes.some(([seat, state]) => seat === mary.seat && state === "reconnecting"),
      )
      await can.say("meanwhile")
      await can.command("whisper", { cid: cid(), to: mary.seat, body: { text: "kept for you" } })

      const back = await connect().ready()
      open.push(back)
      const resumed = await back.ask("auth.resume", { token: mary.identity.token, heard: 0 })
      assert.equal(resumed.session, mary.identity.session)
      assert.equal(resumed.rooms[0].seat, mary.seat)
      assert.deepEqual(resumed.missed.map((body) => [body.type, body.n]), [["whispered", 1]])
      assert.equal((await back.hear(`room.${can.room}.out`)).body.top, resumed.rooms[0].top)
      const synced = await back.ask(`room.${can.room}.in`, {
        type: "sync",
        epoch: resumed.rooms[0].epoch,
        from: hello.seq + 1,
      })
      assert.equal(synced.recovered, true)
      assert.deepEqual(
        synced.events.filter((event) => event.type === "said").map((event) => event.body.text),
        ["meanwhile"],
      )
    })

    test("the same command twice is told once and answered alike", async () => {
      const can = await seated(connect, "Can", newRoom(), plain)
      const once = { cid: cid(), body: { text: "once" } }
      const first = await can.command("say", once)
      assert.deepEqual(await can.command("say", once), first)
      await can.say("end")
      await can.heard.until(saying("end"))
      assert.equal(can.heard.all.filter(saying("once")).length, 1)
    })

    test("who has not signed in is told so, and malformed frames get the stock answers", async () => {
      const nobody = await connect().ready()
      open.push(nobody)
      const { ticket, proof } = newRoom()
      await assert.rejects(nobody.ask("rooms.open", { ticket, proof }), refusedWith(1100, "sign_in_first"))
      await assert.rejects(nobody.ask("vertx.secrets", {}), refusedWith(1001, "not_allowed_here"))
      for (const [frame, answer] of [
        ["{not json", "invalid_json"],
        ["{}", "missing_type"],
        ['{"type":"send","body":{}}', "missing_address"],
        ['{"type":"shout","address":"me"}', "invalid_type"],
      ]) {
        nobody.raw(frame)
        const { body } = await nobody.stray.until((stray) => stray.body === answer, answer)
        assert.equal(body, answer)
      }
    })

    test("the newest socket of a session wins and the older one is told why", async () => {
      const first = await signedIn(connect, "Can")
      const second = await connect().ready()
      open.push(second)
      await second.ask("auth.resume", { token: first.identity.token })
      const { body } = await first.heard.until(ofType("bye"))
      assert.equal(body.code, 1106)
      await first.closed
    })
  })
}
