import { Hashing } from "./lib/hashing.js"

const hashing = new Hashing()
let line = Promise.resolve()

self.onmessage = ({ data }) => {
  line = line.then(() => hashing.answer(data)).then(answer => self.postMessage(answer))
}
