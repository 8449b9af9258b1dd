import type { Timers } from '@tezgah/btcturk'
import type { Clock } from '@tezgah/core/clock'
import { invalidOption } from './errors.ts'
import type { FillModel } from './exchange/fill-model.ts'
import type { PairOptions } from './exchange/order.ts'
import type { AccountOptions } from './exchange-handle.ts'
import type { FaultPlan } from './faults/fault-plan.ts'
import type { FeedOptions } from './feed/feed.ts'
import type { TimeMode } from './simulated-clock.ts'

export type SimulatorOptions = {
  /** Everything that is left to chance follows from it. Default 1. */
  readonly seed?: number
  /** Default: the wall clock. */
  readonly time?: TimeMode
  /** Default: BTCTRY, USDTTRY, BTCUSDT, ETHUSDT. */
  readonly pairs?: readonly PairOptions[]
  readonly accounts?: readonly AccountOptions[]
  /** What moves the prices. Default: a random walk. */
  readonly feed?: FeedOptions
  /** How orders trade with the market that the feed drives. Default: the exchange's own rules. */
  readonly rules?: FillModel
  /** What goes wrong from the start. Default: nothing. */
  readonly faults?: Partial<FaultPlan>
  /** Default 127.0.0.1. */
  readonly host?: string
  /** 0, the default, takes a free one. */
  readonly ports?: { readonly rest?: number; readonly graph?: number; readonly ws?: number }
  /** Are the published limits enforced? Default true. */
  readonly enforcesLimits?: boolean
  /**
   * Is a socket closed that leaves two pings unanswered? Default true, and false where time is stepped: a step lets no
   * answer through.
   */
  readonly enforcesPongs?: boolean
  /** How far a stamp may be from the server's time. Default 5000. */
  readonly stampToleranceMs?: number
  /** What a refused signature gets: an envelope, nothing at all, or either by chance. Default `envelope`. */
  readonly unauthorizedBody?: 'envelope' | 'empty' | 'mixed'
  /** Decimal sign in balances. Default a comma. */
  readonly balanceSeparator?: ',' | '.'
  /** What a fill brings shows, and is free, so much later. Default 150. */
  readonly settleDelayMs?: number
  /** A cancel takes effect so much after it was accepted. Default 50. */
  readonly cancelDelayMs?: number
  /** Rhythm of ticker frames. Default 750. */
  readonly tickerEveryMs?: number
  /** Rhythm of book frames. Default 764. */
  readonly bookEveryMs?: number
  /** Bytes that may wait for a consumer that is too slow before it is cut off. Default 16 MiB. */
  readonly maxBufferedBytes?: number
  /** Where time is read and waited for. Default: the platform. Stepped time needs neither. */
  readonly system?: { readonly clock: Clock; readonly timers: Timers }
}

const RANGES = {
  seed: [-(2 ** 31), 2 ** 32],
  stampToleranceMs: [0, 3_600_000],
  settleDelayMs: [0, 3_600_000],
  cancelDelayMs: [0, 3_600_000],
  tickerEveryMs: [1, 3_600_000],
  bookEveryMs: [1, 3_600_000],
  maxBufferedBytes: [1024, 2 ** 30],
} as const

/** @throws BtcturkError `invalid_request` that names the option out of its range */
export function checkOptions(options: SimulatorOptions): void {
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = options[name as keyof typeof RANGES]
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most)) {
      throw invalidOption(name, `a whole number from ${least} to ${most}`, value)
    }
  }
  const { time } = options
  if (time?.mode === 'scaled' && !(time.speed > 0 && time.speed <= 100_000)) {
    throw invalidOption('time.speed', 'above 0, at most 100000', time.speed)
  }
  for (const { publicKey, level } of options.accounts ?? []) {
    if (level !== undefined && !(Number.isInteger(level) && level >= 1 && level <= 8)) {
      throw invalidOption(`accounts (${publicKey}).level`, 'a whole number from 1 to 8', level)
    }
  }
}
