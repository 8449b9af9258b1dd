import { maxOf, minOf } from '@tezgah/core/fixed-point'
import type { Amount } from '../model/amount.ts'
import {
  type Fields,
  MissingDataError,
  readAmount,
  readNotNegative,
  readObject,
  readPositive,
  readText,
  readTime,
} from './read.ts'
import { type Clock, entryAt, firstWithin, notAhead, oldestAge, readTimeline, type Timeline } from './time-window.ts'

const members = new Set('base quote at lastPrice bid ask tickSize lotSize minNotional recentPrices'.split(' '))
const priceMembers = new Set(['at', 'price'])

/** One market of the state; every member was checked. */
export type MarketContext = {
  readonly base: string
  readonly quote: string
  readonly at: number
  readonly lastPrice: Amount
  readonly bid: Amount
  readonly ask: Amount
  /** The highest of bid, ask and last. */
  readonly highest: Amount
  /** The lowest of bid, ask and last. */
  readonly lowest: Amount
  readonly tickSize: Amount
  readonly lotSize: Amount
  readonly minNotional: Amount
  readonly fields: Fields
  readonly where: string
}

/** @throws MissingDataError if the market is absent, malformed, crossed, older than `maxAgeMs` or from the future */
export function readMarket(markets: Fields, symbol: string, clock: Clock, maxAgeMs: number): MarketContext {
  const fields = readObject(markets, symbol, members, 'markets')
  const where = `markets.${symbol.slice(0, 48)}`
  const at = readTime(fields, 'at', where)
  notAhead(at, where, clock)
  const age = oldestAge(at, clock)
  if (age > maxAgeMs) throw new MissingDataError('STALE_INPUT', `${where} is ${age} old`, `${maxAgeMs}`, 'ms')
  const [lastPrice, bid, ask] = [
    readPositive(fields, 'lastPrice', where),
    readPositive(fields, 'bid', where),
    readPositive(fields, 'ask', where),
  ]
  if (bid > ask) throw new MissingDataError('INVALID_INPUT', `${where}.bid above ask`, 'a bid no higher than the ask')
  return {
    base: readText(fields, 'base', where),
    quote: readText(fields, 'quote', where),
    at,
    lastPrice,
    bid,
    ask,
    highest: maxOf(lastPrice, ask),
    lowest: minOf(lastPrice, bid),
    tickSize: readPositive(fields, 'tickSize', where),
    lotSize: readPositive(fields, 'lotSize', where),
    minNotional: readNotNegative(fields, 'minNotional', where),
    fields,
    where,
  }
}

/**
 * The lowest and the highest price of the window, the price at its start and the present ones included.
 *
 * @throws MissingDataError if no recent price reaches back to the start of the window
 */
export function priceRange(market: MarketContext, windowMs: number, clock: Clock): { lowest: Amount; highest: Amount } {
  const prices = readTimeline(market.fields, 'recentPrices', priceMembers, market.where, clock)
  let { lowest, highest } = market
  for (const price of valuesFromStart(prices, 'price', windowMs, clock)) {
    if (price <= 0n) throw new MissingDataError('INVALID_INPUT', `${prices.where}.price`, 'above zero')
    if (price < lowest) lowest = price
    if (price > highest) highest = price
  }
  return { lowest, highest }
}

/** The values within a window and the one before them, which held when the window began. */
export function valuesFromStart(timeline: Timeline, key: string, windowMs: number, clock: Clock): readonly Amount[] {
  const first = firstWithin(timeline, windowMs, clock)
  if (first === 0) {
    throw new MissingDataError('MISSING_INPUT', timeline.where, `an entry at ${clock.at - windowMs} or before`, 'ms')
  }
  const values: Amount[] = []
  for (let index = first - 1; index < timeline.times.length; index++) {
    values.push(readAmount(entryAt(timeline, index), key, timeline.where))
  }
  return values
}
