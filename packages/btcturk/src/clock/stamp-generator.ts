import { delay } from '@tezgah/core/clock'
import { SerialQueue } from '@tezgah/core/serial-queue'
import { BtcturkError } from '../errors.ts'
import type { Timers } from '../ports.ts'
import type { ServerClock } from './server-clock.ts'

/** How far a stamp may run ahead of server time so that stamps of one millisecond are distinct. */
const MAX_LEAD_MS = 500

/** The exchange refuses what is further off, so no stamp beyond it can have been accepted. */
export const STAMP_WINDOW_MS = 5000

/**
 * StampGenerator for signing: server time in whole milliseconds, each above the one before, however many are asked for at once.
 * Where more than one a millisecond is needed for long, callers wait rather than run ahead of the server's clock.
 */
export class StampGenerator {
  readonly #clock: ServerClock
  readonly #timers: Timers
  #last = 0
  /** One caller at a time waits for the clock, so that many callers cost no more than one each. */
  readonly #queue = new SerialQueue()

  constructor(clock: ServerClock, timers: Timers) {
    this.#clock = clock
    this.#timers = timers
  }

  /** @throws BtcturkError `clock_unknown` where server time cannot be had */
  next(): Promise<number> {
    return this.#queue.run(() => this.#take())
  }

  async #take(): Promise<number> {
    for (;;) {
      await this.#clock.ready()
      const server = this.#clock.now()
      if (server === null)
        throw new BtcturkError(
          'clock_unknown',
          'the local clock was changed during the measurement; server time is unknown',
          { outcome: 'not_sent' },
        )
      const lead = this.#last + 1 - server.time
      // After a clock that was far ahead: those stamps were refused, and waiting for them would take as long.
      if (lead > STAMP_WINDOW_MS + server.errorMs) this.#last = 0
      const stamp = Math.max(this.#last + 1, Math.floor(server.time))
      const wait = stamp - server.time - MAX_LEAD_MS
      if (wait <= 0) {
        this.#last = stamp
        return stamp
      }
      await delay(Math.ceil(wait), { timers: this.#timers })
    }
  }
}
