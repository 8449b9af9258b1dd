import type { CandleSeries, FillReport } from '@tezgah/backtest'
import { Decimal, floorQuotient, readDecimal } from '@tezgah/core/decimal'
import type { OwnFill } from './portfolio.ts'

/** A fill as both sides tell it. */
export type ComparedFill = {
  readonly orderId: number
  /** Open time of the candle that it happened in. */
  readonly candle: number
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly price: string
  /** Quote currency. */
  readonly fee: string
}

export function fromBacktest(fills: readonly FillReport[]): ComparedFill[] {
  return fills.map(({ orderId, time, side, quantity, price, fee }) => ({
    ...{ orderId, candle: time, side, quantity, price },
    fee: asCharged(fee),
  }))
}

export function fromExchange(fills: readonly OwnFill[], { time: opens, intervalMs }: CandleSeries): ComparedFill[] {
  return fills.map(({ orderId, time, side, quantity, price, fee }) => ({
    ...{ orderId, candle: opens[0]! + Math.floor((time - opens[0]!) / intervalMs) * intervalMs, side },
    ...{ quantity, price, fee },
  }))
}

/** The first fill that is not the same, said in one line; `null` where all are. */
export function firstDifference(backtest: readonly ComparedFill[], exchange: readonly ComparedFill[]): string | null {
  for (let at = 0; at < Math.max(backtest.length, exchange.length); at++) {
    const [expected, actual] = [describe(backtest[at]), describe(exchange[at])]
    if (expected !== actual) return `fill ${at + 1}: backtest ${expected}; exchange ${actual}`
  }
  return null
}

export function describe(fill: ComparedFill | undefined): string {
  if (fill === undefined) return 'none'
  const { orderId, candle, side, quantity, price, fee } = fill
  return `${new Date(candle).toISOString().slice(0, 16)} order ${orderId} ${side} ${quantity} at ${price}, fee ${fee}`
}

const STEP = new Decimal(1n, 40)

/** The engine rounds no fee. The exchange charges fee and tax, a fifth of it, each rounded half up to 8 decimals. */
function asCharged(fee: string): string {
  // Cut so far behind the eighth decimal that the rounding is that of the exact quotient.
  const shareOf = (divisor: string) =>
    readDecimal(floorQuotient(readDecimal(fee), readDecimal(divisor), STEP).toFixed(8))
  return shareOf('1.2').plus(shareOf('6')).toString()
}
