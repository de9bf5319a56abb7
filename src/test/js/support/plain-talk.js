/** A room's talk without sealing, for tests that are about something else. */
export class PlainTalk {
  prepare = async () => undefined
  sit = async () => {}
  learn = () => []
  announces = () => true
  opened = async event => (event.body === undefined ? event : { ...event, text: event.body.text ?? null })
  body = async ({ text }) => ({ text })
  heard() {}
  removing() {}
  notRemoved() {}
  lostTrack() {}
  restarted() {}
  close() {}
}
