/** A room's talk without sealing, for tests that are about something else. */
export class PlainTalk {
  prepare = async () => undefined
  sit = async () => {}
  learn = () => []
  announces = () => true
  opened = async event => (event.body === undefined || event.body === null ? event : { ...event, text: event.body.text ?? null })
  body = async ({ text }) => ({ text })
  explained = []
  explain = async (...what) => void this.explained.push(what)
  describe = async about => ({ meta: JSON.stringify(about) })
  described = async ({ meta }) => {
    try {
      const bytes = Uint8Array.from(atob(meta), character => character.charCodeAt(0))
      return { about: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) }
    } catch {
      return null
    }
  }
  sealing = file => ({
    size: file.size,
    partBytes: Infinity,
    slice: async (start, end) => file.slice(start, end),
  })
  opening = () => ({ take: async bytes => bytes, end: async () => new Uint8Array(0) })
  heard() {}
  removing() {}
  notRemoved() {}
  lostTrack() {}
  restarted() {}
  close() {}
}
