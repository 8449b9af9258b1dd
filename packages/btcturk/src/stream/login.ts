import { Backoff } from '@tezgah/core/backoff'
import { BtcturkError } from '../errors.ts'
import type { Cancel, Random, Timers } from '../ports.ts'
import type { Signer } from '../sign.ts'
import type { LoginResultMessage } from './frames/messages.ts'

/** The window in milliseconds that the exchange's documents fix. It is what is signed; the time is not. */
const NONCE = 3000
const ANSWER_TIMEOUT_MS = 5000
const ATTEMPTS = 3

export type LoginEvent =
  | {
      readonly state: 'loggedIn'
      readonly userId: string | null
      /**
       * True where private frames of before may be missing: own orders and balances have to be read anew over REST. False for
       * the first login.
       */
      readonly mayHaveMissed: boolean
    }
  | { readonly state: 'loggedOut'; readonly reason: string }
  /** Given up on this connection; public channels go on. Tried again with the next connection. */
  | { readonly state: 'refused'; readonly error: BtcturkError }

export type LoginOptions = {
  readonly signer: Signer
  /** The exchange's time, milliseconds since the epoch. */
  readonly serverTime: () => number
  readonly timers: Timers
  readonly random: Random
  readonly send: (type: number, payload: object) => void
  readonly onEvent: (event: LoginEvent) => void
}

/** Logs in on every connection; sound logins are refused now and then, so it tries up to three times on each. */
export class Login {
  readonly #options: LoginOptions
  readonly #backoff: Backoff
  #isAwaited = false
  #isLoggedIn = false
  #wasLoggedIn = false
  #cancel: Cancel | null = null

  constructor(options: LoginOptions) {
    this.#options = options
    this.#backoff = new Backoff({ random: options.random, firstMs: 1000, maxMs: 4000 })
  }

  get isLoggedIn(): boolean {
    return this.#isLoggedIn
  }

  /** A connection was opened. */
  start(): void {
    this.#backoff.reset()
    this.#send()
  }

  /** The connection is gone, or the exchange ended the session. */
  onDisconnected(reason: string): void {
    this.#cancel?.()
    this.#isAwaited = false
    if (!this.#isLoggedIn) return
    this.#isLoggedIn = false
    this.#options.onEvent({ state: 'loggedOut', reason })
  }

  onResult(result: LoginResultMessage): void {
    if (!this.#isAwaited) return
    if (!result.ok) {
      this.#failed(result.message)
      return
    }
    this.#isAwaited = false
    this.#cancel?.()
    const mayHaveMissed = this.#wasLoggedIn
    this.#isLoggedIn = true
    this.#wasLoggedIn = true
    this.#options.onEvent({ state: 'loggedIn', userId: result.id, mayHaveMissed })
  }

  #send(): void {
    const { signer, serverTime, timers } = this.#options
    const timestamp = Math.round(serverTime())
    this.#isAwaited = true
    this.#cancel = timers.after(ANSWER_TIMEOUT_MS, () => this.#failed(null))
    this.#options.send(114, { publicKey: signer.publicKey, timestamp, nonce: NONCE, signature: signer.sign(NONCE) })
  }

  /** @param message - the exchange's, `null` where it did not answer */
  #failed(message: string | null): void {
    this.#cancel?.()
    this.#isAwaited = false
    const waitMs = this.#backoff.next()
    if (this.#backoff.attempts < ATTEMPTS) {
      this.#cancel = this.#options.timers.after(waitMs, () => this.#send())
      return
    }
    const error = new BtcturkError('login_refused', `login refused: ${message ?? 'no answer'}`, {
      outcome: 'rejected',
      exchange: { status: null, number: null, message, reason: 'unauthorized' },
    })
    this.#options.onEvent({ state: 'refused', error })
  }
}
