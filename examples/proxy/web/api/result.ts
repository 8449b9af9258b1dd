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

export type Manifest = {
  readonly engineVersion: string
  readonly strategy: string
  readonly params: Fields
  readonly assumptions: Fields
  readonly symbol: string
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

export type Fill = {
  readonly side: 'buy' | 'sell'
  readonly time: number
  readonly price: string
  readonly quantity: string
}

export type Trade = {
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
  readonly exitReason: string
}

/** One entry per candle; `drawdown` is the fraction below the highest equity so far. */
export type EquityCurve = {
  readonly time: readonly number[]
  readonly equity: readonly number[]
  readonly drawdown: readonly number[]
}

export type RunResult = {
  readonly manifest: Manifest
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

function readFill(value: unknown, where: string): Fill {
  const fields = readFields(value, where)
  return {
    side: readText(fields['side'], `${where}.side`) === 'buy' ? 'buy' : 'sell',
    time: readNumber(fields['time'], `${where}.time`),
    price: readText(fields['price'], `${where}.price`),
    quantity: readText(fields['quantity'], `${where}.quantity`),
  }
}

function readTrade(value: unknown, where: string): Trade {
  const fields = readFields(value, where)
  const text = (name: string): string => readText(fields[name], `${where}.${name}`)
  return {
    side: text('side'),
    quantity: text('quantity'),
    entryTime: readNumber(fields['entryTime'], `${where}.entryTime`),
    entryPrice: text('entryPrice'),
    exitTime: readOptionalNumber(fields['exitTime'], `${where}.exitTime`),
    exitPrice: readOptionalText(fields['exitPrice'], `${where}.exitPrice`),
    fees: text('fees'),
    profit: text('profit'),
    returnPct: readOptionalNumber(fields['returnPct'], `${where}.returnPct`),
    exitReason: text('exitReason'),
  }
}

export function readResult(value: unknown): RunResult {
  const fields = readFields(value, 'result')
  const equity = readFields(fields['equity'], 'equity')
  return {
    manifest: readManifest(fields['manifest']),
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
