import type { Documents } from './documents.ts'
import { ApiError } from './errors.ts'

/** The format that this page was made for; of the one before it shows what there is. */
const NEWEST_SCHEMA = 2

type Result = Documents['BacktestResult']
type OrNull<T, Name extends keyof T> = Omit<T, Name> & { readonly [Key in Name]: T[Key] | null }

export type Fill = Result['fills'][number]
export type Trade = OrNull<Result['trades'][number], 'maePct' | 'mfePct'>
export type Position = Result['account']['positions'][number]
export type EquityCurve = Result['equity']

/** A result as the page shows it. What the earlier format does not hold is `null` or empty. */
export type RunResult = {
  /** Whether it was written in the format before this page's. */
  readonly isEarlier: boolean
  readonly manifest: Omit<Result['manifest'], 'params' | 'assumptions' | 'quality'> & {
    /** `null` in a result that was stored before there was one. */
    readonly quality?: Result['manifest']['quality'] | null
    readonly params: Readonly<Record<string, unknown>>
    readonly assumptions: Readonly<Record<string, unknown>>
  }
  readonly account: OrNull<Result['account'], 'interestPaid'>
  readonly bounds: Result['bounds']
  /** Each statistic as published: a number, a decimal string for money, or null with a note. */
  readonly statistics: {
    readonly values: Readonly<Record<string, string | number | null>>
    readonly notes: Readonly<Record<string, string>>
  }
  readonly fills: readonly Fill[]
  readonly trades: readonly Trade[]
  readonly equity: EquityCurve
}

/** The first format: one symbol, its position in the account, no bounds, excursions or tags. */
type EarlierResult = Pick<Result, 'stats' | 'equity' | 'fills'> & {
  readonly manifest: Omit<RunResult['manifest'], 'symbols'>
  readonly account: Omit<Result['account'], 'positions' | 'interestPaid'> & Omit<Position, 'symbol'>
  readonly trades: readonly Omit<Trade, 'maePct' | 'mfePct' | 'entryTag'>[]
}

/** @throws ApiError for a format that this page does not know */
export function readResult(stored: Documents['StoredResult']): RunResult {
  const schema: number = stored.schema
  if (schema === NEWEST_SCHEMA) return newest(stored as Result)
  if (schema === 1) return earlier(stored as unknown as EarlierResult)
  throw new ApiError(
    'refused',
    'The result has a format that this page does not know',
    `It is format ${schema}, and this page reads up to ${NEWEST_SCHEMA}. The download holds all of it.`,
  )
}

function newest({ manifest, account, bounds, stats, fills, trades, equity }: Result): RunResult {
  return {
    isEarlier: false,
    manifest: manifest as RunResult['manifest'],
    account,
    bounds: bounds ?? null,
    statistics: statisticsOf(stats),
    fills,
    trades,
    equity,
  }
}

function earlier({ manifest, account, stats, fills, trades, equity }: EarlierResult): RunResult {
  const { symbol } = manifest
  return {
    isEarlier: true,
    manifest: { ...manifest, symbols: [symbol] },
    account: { ...account, positions: [{ ...account, symbol }], interestPaid: null },
    bounds: null,
    statistics: statisticsOf(stats),
    fills: fills.map((fill) => ({ ...fill, pathDependent: false })),
    trades: trades.map((trade) => ({ ...trade, maePct: null, mfePct: null, entryTag: null })),
    equity,
  }
}

const statisticsOf = ({ notes, ...values }: Result['stats']): RunResult['statistics'] => ({ values, notes })
