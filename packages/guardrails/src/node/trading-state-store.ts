import { SerialQueue } from '@tezgah/core/serial-queue'
import type { Outcome } from '../four-eyes/outcome.ts'
import type { TradingMode } from '../model/state.ts'
import { applyTradingCommand, type TradingRefusal } from '../trading-state/apply.ts'
import type { RearmCommand, TripCommand } from '../trading-state/command.ts'
import type { TradingState } from '../trading-state/trading-state.ts'
import { type DocumentLocation, writeDocument } from './json-document.ts'
import { StoreError } from './store-error.ts'

/** The mode of trading, kept in a file. Worse modes hold at once, better ones once they are on the disk. */
export class TradingStateStore {
  readonly #location: DocumentLocation
  readonly #queue = new SerialQueue()
  #state: TradingState
  #failure: StoreError | null

  /** Use `openTradingState`. */
  constructor(location: DocumentLocation, state: TradingState, failure: StoreError | null) {
    this.#location = location
    this.#state = state
    this.#failure = failure
  }

  /** What holds now; read it for every review. */
  get mode(): TradingMode {
    return this.#failure === null ? this.#state.mode : 'halted'
  }

  /** The state behind the mode. */
  get state(): TradingState {
    return this.#state
  }

  /** Why the file cannot be trusted, `null` if it can. Once it is set the mode is `halted` and stays so. */
  get failure(): StoreError | null {
    return this.#failure
  }

  /**
   * Worsens the mode. When this returns, before its promise settles, `mode` shows it, however slow the disk is.
   *
   * @param now - milliseconds since the epoch, UTC
   * @returns settles when the new state would survive a power cut
   * @throws StoreError if it cannot be kept; the mode is `halted` then
   */
  trip(command: Omit<TripCommand, 'type'>, now: number): Promise<Outcome<TradingState, TradingRefusal>> {
    const outcome = applyTradingCommand(this.#state, { ...command, type: 'trip' }, now)
    if (outcome.refused) return Promise.resolve(outcome)
    this.#state = outcome.state
    return this.#queue.run(async () => {
      // The latest state, not the one of then: a trip that came later must not be overwritten.
      await this.#write(this.#state)
      return outcome
    })
  }

  /**
   * Asks for a better mode, approves that, or takes it back. Nothing changes before the new state is on the disk.
   *
   * @param now - milliseconds since the epoch, UTC
   * @throws StoreError if the file cannot be trusted; the mode is `halted` then
   */
  rearm(command: RearmCommand, now: number): Promise<Outcome<TradingState, TradingRefusal>> {
    return this.#queue.run(async () => {
      const before = this.#state
      const outcome = applyTradingCommand(before, command, now)
      if (outcome.refused) return outcome
      await this.#write(outcome.state)
      if (this.#state === before) {
        this.#state = outcome.state
        return outcome
      }
      // A trip came meanwhile. It wins, and its own write is already waiting in the queue.
      return { refused: { code: 'not_found', message: `request ${command.id} was discarded by a trip` } }
    })
  }

  async #write(state: TradingState): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    try {
      await writeDocument(this.#location, state)
    } catch (error) {
      this.#failure =
        error instanceof StoreError ? error : new StoreError('storage', 'cannot be written', { cause: error })
      throw this.#failure
    }
  }
}
