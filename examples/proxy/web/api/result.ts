import { ApiError } from './errors.ts'
import {
  type Fields,
  isFields,
  readFields,
  readList,
  readNumber,
  readNumbers,
  readOptionalNumber,
  readOptionalText,
  readText,
} from './read.ts'

/** The format that this page was made for; of the one before it shows what there is. */
const NEWEST_SCHEMA = 2

export type Manifest = {
  readonly engineVersion: string
  readonly strategy: string
  readonly params: Fields
  readonly assumptions: Fields
  /** The first of `symbols`. */
  readonly symbol: string
  readonly symbols: readonly string[]
  readonly interval: string
  readonly from: number
  readonly to: number
  readonly candleCount: number
  readonly seed: number | null
  readonly dataSha256: string
  readonly digest: string
}

/** Each statistic as published: a number, a decimal string for money, or null with a note. */
export type Statistics = {
  readonly values: Readonly<Record<string, string | number | null>>
  readonly notes: Readonly<Record<string, string>>
}

export type Position = {
  readonly symbol: string
  readonly quantity: string
  readonly mark: string
  /** Null where the result does not say it. */
  readonly unrealised: string | null
}

/** Where the money is at the end. */
export type Account = {
  readonly cash: string
  readonly positions: readonly Position[]
  readonly feesPaid: string
  readonly interestPaid: string | null
}

export type Fill = {
  readonly symbol: string | null
  readonly side: 'buy' | 'sell'
  readonly time: number
  readonly price: string
  readonly quantity: string
  readonly reason: string
  /** Whether it hangs on the assumed order of prices inside its candle. */
  readonly pathDependent: boolean
}

/** What the result would have been along other paths inside the candles. */
export type Bounds = {
  readonly finalEquity: readonly [lowest: string, highest: string]
  readonly maxDrawdownPct: readonly [lowest: number | null, highest: number | null]
}

export type Trade = {
  readonly symbol: string | null
  readonly side: string
  readonly quantity: string
  readonly entryTime: number
  readonly entryPrice: string
  /** Null while the position is open. */
  readonly exitTime: number | null
  readonly exitPrice: string | null
  readonly fees: string
  readonly profit: string
  readonly returnPct: number | null
  /** Percent of the entry price that the price went against the trade. */
  readonly maePct: number | null
  readonly mfePct: number | null
  readonly entryTag: string | null
  readonly exitReason: string
}

/** One entry per candle; `drawdown` is the fraction below the highest equity so far. */
export type EquityCurve = {
  readonly time: readonly number[]
  readonly equity: readonly number[]
  readonly drawdown: readonly number[]
}

export type RunResult = {
  /** True where it was written before this page's format, and lacks some of what is shown. */
  readonly isEarlier: boolean
  readonly manifest: Manifest
  readonly account: Account
  readonly bounds: Bounds | null
  readonly statistics: Statistics
  readonly fills: readonly Fill[]
  readonly trades: readonly Trade[]
  readonly equity: EquityCurve
}

function readManifest(value: unknown): Manifest {
  const fields = readFields(value, 'manifest')
  const text = (name: string): string => readText(fields[name], `manifest.${name}`)
  const number = (name: string): number => readNumber(fields[name], `manifest.${name}`)
  return {
    engineVersion: text('engineVersion'),
    strategy: text('strategy'),
    params: readFields(fields['params'], 'manifest.params'),
    assumptions: readFields(fields['assumptions'], 'manifest.assumptions'),
    symbol: text('symbol'),
    symbols: fields['symbols'] === undefined ? [text('symbol')] : readList(fields['symbols'], 'symbols', readText),
    interval: text('interval'),
    from: number('from'),
    to: number('to'),
    candleCount: number('candleCount'),
    seed: readOptionalNumber(fields['seed'], 'manifest.seed'),
    dataSha256: text('dataSha256'),
    digest: text('digest'),
  }
}

function readStatistics(value: unknown): Statistics {
  const { notes, ...rest } = readFields(value, 'stats')
  const values: Record<string, string | number | null> = {}
  for (const [name, entry] of Object.entries(rest)) {
    if (entry === null || typeof entry === 'number' || typeof entry === 'string') values[name] = entry
  }
  const reasons = Object.entries(isFields(notes) ? notes : {}).map(([name, note]) => [name, readText(note, name)])
  return { values, notes: Object.fromEntries(reasons) }
}

function readPosition(value: unknown, where: string): Position {
  const fields = readFields(value, where)
  return {
    symbol: readText(fields['symbol'], `${where}.symbol`),
    quantity: readText(fields['quantity'], `${where}.quantity`),
    mark: readText(fields['mark'], `${where}.mark`),
    unrealised: readOptionalText(fields['unrealised'], `${where}.unrealised`),
  }
}

/** The earlier format had the one position's fields beside the cash. */
function readAccount(value: unknown, symbol: string): Account {
  const fields = readFields(value, 'account')
  const positions = fields['positions']
  return {
    cash: readText(fields['cash'], 'account.cash'),
    positions:
      positions === undefined
        ? [readPosition({ ...fields, symbol }, 'account')]
        : readList(positions, 'account.positions', readPosition),
    feesPaid: readText(fields['feesPaid'], 'account.feesPaid'),
    interestPaid: readOptionalText(fields['interestPaid'], 'account.interestPaid'),
  }
}

function readBounds(value: unknown): Bounds | null {
  if (value === null || value === undefined) return null
  const fields = readFields(value, 'bounds')
  const equity = readFields(fields['finalEquity'], 'bounds.finalEquity')
  const drawdown = readFields(fields['maxDrawdownPct'], 'bounds.maxDrawdownPct')
  const money = (name: string): string => readText(equity[name], `bounds.finalEquity.${name}`)
  const percent = (name: string): number | null => readOptionalNumber(drawdown[name], `bounds.maxDrawdownPct.${name}`)
  return {
    finalEquity: [money('lowest'), money('highest')],
    maxDrawdownPct: [percent('lowest'), percent('highest')],
  }
}

function readFill(value: unknown, where: string): Fill {
  const fields = readFields(value, where)
  return {
    symbol: readOptionalText(fields['symbol'], `${where}.symbol`),
    side: readText(fields['side'], `${where}.side`) === 'buy' ? 'buy' : 'sell',
    time: readNumber(fields['time'], `${where}.time`),
    price: readText(fields['price'], `${where}.price`),
    quantity: readText(fields['quantity'], `${where}.quantity`),
    reason: readOptionalText(fields['reason'], `${where}.reason`) ?? '',
    pathDependent: fields['pathDependent'] === true,
  }
}

function readTrade(value: unknown, where: string): Trade {
  const fields = readFields(value, where)
  const text = (name: string): string => readText(fields[name], `${where}.${name}`)
  return {
    symbol: readOptionalText(fields['symbol'], `${where}.symbol`),
    side: text('side'),
    quantity: text('quantity'),
    entryTime: readNumber(fields['entryTime'], `${where}.entryTime`),
    entryPrice: text('entryPrice'),
    exitTime: readOptionalNumber(fields['exitTime'], `${where}.exitTime`),
    exitPrice: readOptionalText(fields['exitPrice'], `${where}.exitPrice`),
    fees: text('fees'),
    profit: text('profit'),
    returnPct: readOptionalNumber(fields['returnPct'], `${where}.returnPct`),
    maePct: readOptionalNumber(fields['maePct'], `${where}.maePct`),
    mfePct: readOptionalNumber(fields['mfePct'], `${where}.mfePct`),
    entryTag: readOptionalText(fields['entryTag'], `${where}.entryTag`),
    exitReason: text('exitReason'),
  }
}

export function readResult(value: unknown): RunResult {
  const fields = readFields(value, 'result')
  const schema = readNumber(fields['schema'], 'schema')
  if (schema < 1 || schema > NEWEST_SCHEMA) {
    throw new ApiError(
      'refused',
      'The result has a format that this page does not know',
      `It is format ${schema}, and this page reads up to ${NEWEST_SCHEMA}. The download holds all of it.`,
    )
  }
  const equity = readFields(fields['equity'], 'equity')
  const manifest = readManifest(fields['manifest'])
  return {
    isEarlier: schema < NEWEST_SCHEMA,
    manifest,
    account: readAccount(fields['account'], manifest.symbol),
    bounds: readBounds(fields['bounds']),
    statistics: readStatistics(fields['stats']),
    fills: readList(fields['fills'], 'fills', readFill),
    trades: readList(fields['trades'], 'trades', readTrade),
    equity: {
      time: readNumbers(equity['time'], 'equity.time'),
      equity: readNumbers(equity['equity'], 'equity.equity'),
      drawdown: readNumbers(equity['drawdown'], 'equity.drawdown'),
    },
  }
}
