import { dayStart } from '../context/calendar.ts'
import { parseAmount } from '../model/amount.ts'
import type {
  ClosedTradeState,
  EquityPoint,
  MarketState,
  OpenOrderState,
  PositionState,
  PriceState,
  SentOrderState,
  TradingMode,
} from '../model/state.ts'

/** How much a ledger keeps. */
export type LedgerSettings = {
  /** Where the day begins, as in `dailyLoss`. */
  readonly utcOffsetMinutes: number
  /** How long orders, executions, closed trades, equity and prices are kept. Not below the longest window of a policy. */
  readonly keepMs: number
  /** Longest list, 1 to 10 000. What no longer fits is cut, and windows that reach back so far are incomplete. */
  readonly maxItems: number
  /** How much more than its price a buy may cost before the venue reports the new balance: slippage and fee, a fraction. */
  readonly reserveFraction: string
}

/** An open order and when it left, which decides whether a balance counts it already. */
export type SubmittedOrder = OpenOrderState & { readonly submittedAt: number }
/** The balance that the venue reported at `at`, less what was spent up to `spentAt`. */
export type KnownBalance = {
  readonly at: number
  readonly spentAt: number
  readonly free: string
  readonly total: string
}

/** What has happened, as JSON data: write it down as it is and go on with it after a restart. */
export type Ledger = {
  readonly version: 1
  readonly settings: LedgerSettings
  /** Orders, executions and closed trades are complete from here on. */
  readonly since: number
  readonly mode: TradingMode
  readonly balances: Readonly<Record<string, KnownBalance>>
  readonly positions: readonly PositionState[]
  readonly openOrders: readonly SubmittedOrder[]
  readonly markets: Readonly<Record<string, MarketState & { readonly recentPrices: readonly PriceState[] }>>
  readonly orders: readonly SentOrderState[]
  readonly trades: readonly { readonly at: number }[]
  readonly closed: readonly ClosedTradeState[]
  readonly equity: EquityPoint | null
  readonly dayStart: EquityPoint | null
  readonly peak: EquityPoint | null
  readonly samples: readonly EquityPoint[]
}

/** What a ledger begins with. */
export type LedgerStart = Partial<LedgerSettings> & {
  /** The present moment, or 0 if the account never traded before: from here on nothing will be missing. */
  readonly since: number
  /** Default `active`. */
  readonly mode?: TradingMode
  /** Positions that are held already. */
  readonly positions?: readonly PositionState[]
}

/**
 * An empty ledger.
 *
 * @param start - defaults: days of UTC, one day kept, 10 000 items, a reserve of 0.05
 * @throws RangeError if `keepMs` is not above zero, `maxItems` not of 1 to 10 000, or `reserveFraction` no amount
 */
export function createLedger(start: LedgerStart): Ledger {
  const {
    since,
    mode = 'active',
    positions = [],
    utcOffsetMinutes = 0,
    keepMs = 86_400_000,
    maxItems = 10_000,
    reserveFraction = '0.05',
  } = start
  if (!(keepMs > 0)) throw new RangeError(`createLedger: keepMs must be above zero, was ${keepMs}`)
  if (!(maxItems >= 1 && maxItems <= 10_000)) {
    throw new RangeError(`createLedger: maxItems must be from 1 to 10000, was ${maxItems}`)
  }
  const reserve = parseAmount(reserveFraction)
  if (reserve === null || reserve < 0n) {
    throw new RangeError(`createLedger: reserveFraction must be decimal text of zero or above, was ${reserveFraction}`)
  }
  return {
    version: 1,
    settings: { utcOffsetMinutes, keepMs, maxItems, reserveFraction },
    since,
    mode,
    balances: {},
    positions,
    openOrders: [],
    markets: {},
    orders: [],
    trades: [],
    closed: [],
    equity: null,
    dayStart: null,
    peak: null,
    samples: [],
  }
}

/** The day's first equity: the last one known before midnight, so that a fall across midnight is not lost. */
export function rolledDay(ledger: Pick<Ledger, 'dayStart' | 'equity' | 'settings'>, marked: EquityPoint): EquityPoint {
  const today = dayStart(marked.at, ledger.settings.utcOffsetMinutes)
  if (ledger.dayStart !== null && ledger.dayStart.at >= today) return ledger.dayStart
  return { at: today, equity: ledger.equity?.equity ?? marked.equity }
}
