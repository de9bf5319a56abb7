/** A tab's session storage. */
export class FakeStorage {
  items = new Map()
  getItem = key => this.items.get(key) ?? null
  setItem = (key, value) => void this.items.set(key, value)
  removeItem = key => void this.items.delete(key)
}
