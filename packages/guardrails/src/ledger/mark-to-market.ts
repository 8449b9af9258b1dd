import type { EquityPoint, MarketState, PriceState } from '../model/state.ts'
import { amount, marketOf } from './balance.ts'
import { type Ledger, rolledDay } from './ledger.ts'
import { withinRetention } from './retention.ts'

export type Quote = Omit<MarketState, 'recentPrices'>

/** The ledger after quotes of one market, oldest first. One that is older than what is known is ignored. */
export function withQuotes(ledger: Ledger, symbol: string, quotes: readonly Quote[]): Ledger {
  const before = marketOf(ledger, symbol)
  const news = quotes.filter(({ at }) => before === undefined || at >= before.at)
  const last = news.at(-1)
  if (last === undefined) return ledger
  const prices: PriceState[] = news.map(({ at, lastPrice }) => ({ at, price: lastPrice }))
  const recentPrices = withinRetention(before?.recentPrices ?? [], prices, ledger.settings)
  return { ...ledger, markets: { ...ledger.markets, [symbol]: { ...last, recentPrices } } }
}

/** The ledger after marks of the equity, oldest first. One that is older than what is known is ignored. */
export function withEquityMarks(ledger: Ledger, points: readonly EquityPoint[]): Ledger {
  let { equity, dayStart, peak } = ledger
  const news: EquityPoint[] = []
  for (const point of points) {
    if (equity !== null && equity.at > point.at) continue
    dayStart = rolledDay({ dayStart, equity, settings: ledger.settings }, point)
    if (peak === null || amount(point.equity) > amount(peak.equity)) peak = point
    equity = point
    news.push(point)
  }
  return { ...ledger, equity, dayStart, peak, samples: withinRetention(ledger.samples, news, ledger.settings) }
}
