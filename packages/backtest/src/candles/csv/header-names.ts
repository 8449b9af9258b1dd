import { describeValue } from '@tezgah/core/describe'
import { COLUMN_NAMES, type ColumnName } from '../validate.ts'

/** Accepted spellings, after {@link normalise}: case, spaces, brackets and underscores do not matter. */
const SPELLINGS: Readonly<Record<ColumnName, readonly string[]>> = {
  time: ['time', 'timestamp', 'opentime', 'datetime', 'date', 'unix', 'unixtime', 'unixtimestamp', 'epoch', 'ts', 't'],
  open: ['open', 'o', 'openprice'],
  high: ['high', 'h', 'highprice'],
  low: ['low', 'l', 'lowprice'],
  close: ['close', 'c', 'closeprice'],
  volume: ['volume', 'vol', 'v', 'basevolume', 'volumebase'],
}

/** Of several columns that all hold the time, the first of these is read. */
const TIME_PREFERENCE = ['opentime', 'unix', 'unixtime', 'unixtimestamp', 'timestamp', 'epoch', 'ts', 'datetime']

/** Units that a volume in quote currency is usually labelled with. */
const QUOTE_UNITS = new Set(['usd', 'usdt', 'usdc', 'try', 'eur', 'gbp', 'quote', 'currency'])

/** Index of the column in the file for each column of a series, or what is wrong with the header. */
export type HeaderMatch = Readonly<Record<ColumnName, number>> | { readonly problem: string }

/** Finds the columns of a candle among the names of a header. `symbol` settles which of two volumes is in base currency. */
export function matchHeader(names: readonly string[], symbol: string): HeaderMatch {
  const found: Record<ColumnName, number> = { time: -1, open: -1, high: -1, low: -1, close: -1, volume: -1 }
  const normal = names.map(normalise)
  for (const column of COLUMN_NAMES) {
    const choice = choose(column, normal, symbol)
    if (typeof choice === 'string') {
      const shown = names.map((name) => describeValue(name)).join(', ')
      return { problem: `${choice}; the header has ${shown.slice(0, 400)}` }
    }
    found[column] = choice
  }
  return found
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_\-./()[\]<>]+/g, '')
}

function choose(column: ColumnName, names: readonly string[], symbol: string): number | string {
  const matches = candidates(column, names)
  if (matches.length === 0) {
    return `no column for ${column}: accepted are ${SPELLINGS[column].join(', ')}${column === 'volume' ? ', volume with a unit' : ''}`
  }
  if (matches.length === 1) return matches[0]!
  const settled = settle(column, matches, names, symbol)
  if (settled !== null) return settled
  const places = matches.map((index) => index + 1).join(' and ')
  const remedy = column === 'time' ? 'join date and time in one column' : 'remove or rename all but one'
  return `columns ${places} may both be ${column}: ${remedy}`
}

function candidates(column: ColumnName, names: readonly string[]): number[] {
  const exact = indexesOf(names, (name) => SPELLINGS[column].includes(name))
  if (exact.length > 0) return exact
  if (column === 'volume') return indexesOf(names, (name) => /^vol(ume)?[a-z0-9]+$/.test(name))
  // A table saved with its index as the first column leaves that column without a name.
  return column === 'time' && names[0] === '' ? [0] : []
}

function settle(column: ColumnName, matches: number[], names: readonly string[], symbol: string): number | null {
  if (column === 'time') {
    const preferred = TIME_PREFERENCE.find((name) => matches.some((index) => names[index] === name))
    const first = matches.filter((index) => names[index] === preferred)
    return first.length === 1 ? first[0]! : null
  }
  if (column !== 'volume') return null
  const unitOf = (index: number): string => names[index]!.replace(/^vol(ume)?/, '')
  const base = matches.filter((index) => unitOf(index) !== '' && symbol.toLowerCase().startsWith(unitOf(index)))
  if (base.length === 1) return base[0]!
  const notQuote = matches.filter((index) => !QUOTE_UNITS.has(unitOf(index)))
  return notQuote.length === 1 ? notQuote[0]! : null
}

function indexesOf(names: readonly string[], matches: (name: string) => boolean): number[] {
  return names.flatMap((name, index) => (matches(name) ? [index] : []))
}
