import type { RunResult, Trade } from '../../../api/result-formats.ts'
import { formatTime, hasTimeOfDay } from '../../../i18n/format.ts'
import { humanise } from '../../../i18n/humanise.ts'
import { type Figures, NOTHING } from '../../../i18n/numbers.ts'
import type { ResultMessages } from './messages.ts'
import { TRADE_KEYS, type TradeKey } from './sort-trades.ts'

const WORD_COLUMNS = ['symbol', 'side', 'entryTag', 'exitReason'] as const

/** A column of the table of trades. */
export type TradeColumn = TradeKey | (typeof WORD_COLUMNS)[number]

export const isSortable = (column: TradeColumn): column is TradeKey => TRADE_KEYS.some((key) => key === column)

/** The columns that have something to say in this result, in reading order. */
export function columnsOf({ manifest, trades }: RunResult): readonly TradeColumn[] {
  const says = {
    symbol: manifest.symbols.length > 1,
    side: trades.some(({ side }) => side !== 'long'),
    entryTag: trades.some(({ entryTag }) => entryTag !== null),
    exitReason: true,
  }
  return [...TRADE_KEYS, ...WORD_COLUMNS.filter((column) => says[column])]
}

export type CellText = {
  readonly text: (trade: Trade, column: TradeColumn) => string
  readonly tone: (trade: Trade, column: TradeColumn) => string | undefined
}

const toneOf = (value: number): string => (value > 0 ? 'gain' : value < 0 ? 'loss' : 'even')

/** What stands in the cells. */
export function cellsOf(interval: string, figures: Figures, messages: ResultMessages): CellText {
  const withTime = hasTimeOfDay(interval)
  const or = <T>(value: T | null, write: (value: T) => string, nothing = NOTHING): string =>
    value === null ? nothing : write(value)
  const time = (value: number): string => formatTime(value, withTime)
  const writers: { readonly [column in TradeColumn]: (trade: Trade) => string } = {
    entryTime: (trade) => time(trade.entryTime),
    entryPrice: (trade) => figures.money(trade.entryPrice),
    exitTime: (trade) => or(trade.exitTime, time, messages.open),
    exitPrice: (trade) => or(trade.exitPrice, figures.money),
    quantity: (trade) => figures.quantity(trade.quantity),
    fees: (trade) => figures.money(trade.fees),
    profit: (trade) => figures.money(trade.profit),
    returnPct: (trade) => or(trade.returnPct, figures.signedPercent),
    maePct: (trade) => or(trade.maePct, figures.percent),
    mfePct: (trade) => or(trade.mfePct, figures.percent),
    symbol: (trade) => trade.symbol ?? NOTHING,
    side: (trade) => messages.sides[trade.side] ?? trade.side,
    entryTag: (trade) => trade.entryTag ?? NOTHING,
    exitReason: (trade) => humanise(trade.exitReason),
  }
  return {
    text: (trade, column) => writers[column](trade),
    tone: (trade, column) => {
      if (column === 'profit') return toneOf(Number(trade.profit))
      return column === 'returnPct' ? toneOf(trade.returnPct ?? 0) : undefined
    },
  }
}
