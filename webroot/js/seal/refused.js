/** Why something sealed was not opened. Says nothing of what is in it. */
export class NotOpened extends Error {
  /**
   * @param {"format"|"no_key"|"no_sender"|"changed"|"forged"|"replayed"} why
   *   `format`: not of this version's form; `no_key`: sealed with a key that is not known;
   *   `no_sender`: its sender announced no keys; `changed`: bytes or context differ from what was
   *   sealed; `forged`: not signed by its sender; `replayed`: told before
   */
  constructor(why) {
    super(why)
    this.name = "NotOpened"
    this.why = why
  }
}

/** Answers what `act` answers; anything it throws otherwise means `why`. */
export async function orRefused(why, act) {
  try {
    return await act()
  } catch (error) {
    throw error instanceof NotOpened ? error : new NotOpened(why)
  }
}
