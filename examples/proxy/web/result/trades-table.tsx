import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { RunResult, Trade } from '../api/result.ts'
import {
  formatCount,
  formatMoney,
  formatPercent,
  formatQuantity,
  formatSignedPercent,
  NOTHING,
} from '../format/number.ts'
import { formatTime, hasTimeOfDay } from '../format/time.ts'
import { Pager } from './pager.tsx'
import { nextOrder, type Order, sortTrades, type TradeKey } from './sort-trades.ts'

const PAGE_SIZE = 20

const COLUMNS: readonly (readonly [TradeKey, string])[] = [
  ['entryTime', 'Entry (UTC)'],
  ['entryPrice', 'Entry price'],
  ['exitTime', 'Exit (UTC)'],
  ['exitPrice', 'Exit price'],
  ['quantity', 'Quantity'],
  ['fees', 'Fees'],
  ['profit', 'Profit'],
  ['returnPct', 'Return'],
  ['maePct', 'MAE'],
  ['mfePct', 'MFE'],
]

const HELP: Partial<Record<TradeKey, string>> = {
  maePct: 'Maximum adverse excursion: how far the price went against the trade',
  mfePct: 'Maximum favourable excursion: how far the price went for the trade',
}

/** Words that only some results have something to say in. */
type Shown = { readonly symbol: boolean; readonly side: boolean; readonly entryTag: boolean }

function shownOf({ manifest, trades }: RunResult): Shown {
  return {
    symbol: manifest.symbols.length > 1,
    side: trades.some(({ side }) => side !== 'long'),
    entryTag: trades.some(({ entryTag }) => entryTag !== null),
  }
}

const toneOf = (value: number): string => (value > 0 ? 'gain' : value < 0 ? 'loss' : 'even')

const percentOrNothing = (value: number | null): string => (value === null ? NOTHING : formatPercent(value))

function Row(props: { readonly trade: Trade; readonly withTime: boolean; readonly words: Shown }): JSX.Element {
  const { trade, withTime, words } = props
  const { exitTime, exitPrice, returnPct } = trade
  return (
    <tr>
      <td>{formatTime(trade.entryTime, withTime)}</td>
      <td>{formatMoney(trade.entryPrice)}</td>
      <td>{exitTime === null ? 'open' : formatTime(exitTime, withTime)}</td>
      <td>{exitPrice === null ? NOTHING : formatMoney(exitPrice)}</td>
      <td>{formatQuantity(trade.quantity)}</td>
      <td>{formatMoney(trade.fees)}</td>
      <td data-tone={toneOf(Number(trade.profit))}>{formatMoney(trade.profit)}</td>
      <td data-tone={toneOf(returnPct ?? 0)}>{returnPct === null ? NOTHING : formatSignedPercent(returnPct)}</td>
      <td>{percentOrNothing(trade.maePct)}</td>
      <td>{percentOrNothing(trade.mfePct)}</td>
      {words.symbol && <td class="words">{trade.symbol ?? NOTHING}</td>}
      {words.side && <td class="words">{trade.side}</td>}
      {words.entryTag && <td class="words">{trade.entryTag ?? NOTHING}</td>}
      <td class="words">{trade.exitReason}</td>
    </tr>
  )
}

function ColumnHead(props: {
  readonly column: readonly [TradeKey, string]
  readonly order: Order
  readonly onOrder: (order: Order) => void
}): JSX.Element {
  const [key, label] = props.column
  const sorted = props.order.key === key ? (props.order.descending ? 'descending' : 'ascending') : 'none'
  return (
    <th scope="col" aria-sort={sorted}>
      <button type="button" title={HELP[key]} onClick={() => props.onOrder(nextOrder(props.order, key))}>
        {label}
      </button>
    </th>
  )
}

function WordsHead({ label }: { readonly label: string }): JSX.Element {
  return (
    <th scope="col" class="words">
      {label}
    </th>
  )
}

/** The trades, twenty at a time, sortable by every column of numbers. */
export function TradesTable({ result }: { readonly result: RunResult }): JSX.Element {
  const [order, setOrder] = useState<Order>({ key: 'entryTime', descending: false })
  const [page, setPage] = useState(0)
  const { trades, manifest } = result
  const withTime = hasTimeOfDay(manifest.interval)
  const words = shownOf(result)
  const shown = sortTrades(trades, order).slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
  const reorder = (next: Order): void => {
    setOrder(next)
    setPage(0)
  }
  return (
    <section class="card" aria-label="Trades">
      <header class="card-head">
        <h2>
          Trades <span class="quiet">{formatCount(trades.length)}</span>
        </h2>
        <Pager page={page} count={Math.ceil(trades.length / PAGE_SIZE)} onPage={setPage} />
      </header>
      {trades.length === 0 ? (
        <p class="quiet">The strategy never traded. Try other parameters, or a dataset with more candles.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section class="scroll" tabIndex={0} aria-label="Table of trades">
          <table>
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <ColumnHead key={column[0]} column={column} order={order} onOrder={reorder} />
                ))}
                {words.symbol && <WordsHead label="Symbol" />}
                {words.side && <WordsHead label="Side" />}
                {words.entryTag && <WordsHead label="Entry tag" />}
                <WordsHead label="Exit reason" />
              </tr>
            </thead>
            <tbody>
              {shown.map((trade, index) => (
                // Trades have no id; their place on the page is all the identity a static row needs.
                <Row key={`${page}-${index}`} trade={trade} withTime={withTime} words={words} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
