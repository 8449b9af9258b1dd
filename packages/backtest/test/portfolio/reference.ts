import type { CandleSeries } from '@tezgah/backtest'

/** A market order for a whole number of units; `null` closes what is held. */
export type Decision = { readonly symbol: number; readonly side: 'buy' | 'sell'; readonly quantity: number | null }

/** What is known of a symbol: how many of its candles have closed, and its last close. */
export type Known = { readonly length: number; readonly close: number }

export type Played = {
  readonly fills: readonly string[]
  /** Close of each instant, and what the account is worth then. */
  readonly equity: readonly (readonly [time: number, equity: number])[]
}

type Event = { readonly time: number; readonly symbol: number; readonly index: number }

/**
 * The simplest form of a run: a list of opens, a list of closes, and the times of both in order. Whole prices and
 * quantities, no fees, market orders only; cash is never short.
 */
export function playReference(
  series: readonly CandleSeries[],
  cash: number,
  decide: (known: readonly Known[], held: readonly number[]) => readonly Decision[],
): Played {
  const opens = series.flatMap(({ time }, symbol) => Array.from(time, (at, index) => ({ time: at, symbol, index })))
  const closes = opens.map(({ time, symbol, index }) => ({
    time: Math.min(time + series[symbol]!.intervalMs, series[symbol]!.time[index + 1] ?? Number.POSITIVE_INFINITY),
    symbol,
    index,
  }))
  const known = series.map(() => ({ length: 0, close: 0 }))
  const held = series.map(() => 0)
  const fills: string[] = []
  const equity: [number, number][] = []
  let waiting: Decision[] = []
  const trade = ({ symbol, side, quantity }: Decision, index: number): void => {
    const { symbol: name, open } = series[symbol]!
    // A close sells what is held when it trades; where that is nothing by then, it does not.
    const amount = side === 'buy' ? quantity! : Math.min(quantity ?? held[symbol]!, held[symbol]!)
    if (amount === 0) return
    held[symbol]! += side === 'buy' ? amount : -amount
    cash -= (side === 'buy' ? amount : -amount) * open[index]!
    fills.push(`${name} ${index} ${side} ${amount} @ ${open[index]}`)
  }
  const at = (events: readonly Event[], time: number): Event[] => events.filter((event) => event.time === time)
  const times = [...new Set([...opens, ...closes].map(({ time }) => time))].sort((one, other) => one - other)
  for (const time of times) {
    const closing = at(closes, time)
    for (const { symbol, index } of closing) known[symbol] = { length: index + 1, close: series[symbol]!.close[index]! }
    if (closing.length > 0) {
      waiting = [...waiting, ...decide(known, held)]
      equity.push([time, cash + known.reduce((sum, { close }, symbol) => sum + held[symbol]! * close, 0)])
    }
    const opening = at(opens, time)
    for (const order of waiting) {
      const candle = opening.find(({ symbol }) => symbol === order.symbol)
      if (candle !== undefined) trade(order, candle.index)
    }
    waiting = waiting.filter((order) => !opening.some(({ symbol }) => symbol === order.symbol))
  }
  return { fills, equity }
}
