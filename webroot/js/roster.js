/** Who is and was in the room. Names stay known after their owners left. */
import { signal } from "../vendor/signals-core.js"

export class Roster {
  /** Signal: seat -> {seat, name, account, admin, state, since}; who left stays as `gone`. */
  members = signal(new Map())

  /** Takes a full list from the server: who is known and not in it is gone. */
  replace(list) {
    const listed = new Map(list.map(member => [member.seat, memberFrom(member)]))
    const gone = [...this.members.value.values()]
      .filter(({ seat }) => !listed.has(seat))
      .map(member => [member.seat, { ...member, admin: false, state: "gone" }])
    this.members.value = new Map([...gone, ...listed])
  }

  /** Adds or brings back. */
  add(list) {
    const members = new Map(this.members.value)
    for (const member of list) members.set(member.seat, memberFrom(member))
    this.members.value = members
  }

  /** Adds people who were here earlier, without touching who is known. */
  remember(list) {
    this.add(list
      .filter(({ seat }) => !this.members.value.has(seat))
      .map(member => ({ ...member, admin: false, state: "gone" })))
  }

  /** @param {[string, string][]} changes seat and its new state */
  setStates(changes) {
    this.#change(changes.map(([seat, state]) => [seat, { state }]))
  }

  /** @param {string} to the seat that is the admin's from now on */
  setAdmin(to) {
    this.#change([...this.members.value.keys()].map(seat => [seat, { admin: seat === to }]))
  }

  /** @returns {string} empty for a seat that was never heard of */
  nameOf(seat) {
    return this.members.value.get(seat)?.name ?? ""
  }

  clear() {
    this.members.value = new Map()
  }

  #change(changes) {
    const members = new Map(this.members.value)
    for (const [seat, change] of changes) {
      if (members.has(seat)) members.set(seat, { ...members.get(seat), ...change })
    }
    this.members.value = members
  }
}

function memberFrom(member) {
  const { seat, name, account = false, admin = false, state = "online", since, hello } = member
  return { seat, name, account, admin, state, since, ...(hello === undefined ? {} : { hello }) }
}
