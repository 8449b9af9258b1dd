import { amountOf, formatAmount } from './amount.ts'
import type { ExecutionQuestion, ExecutionRules, StopQuestion } from './execution-rules.ts'
import { advertisedRates } from './fees.ts'

/**
 * The exchange's own rules: a resting order trades at its limit as soon as the market touches it, a taker at the level
 * that it meets, a stop triggers when the price reaches it, and fees are those of the published levels.
 */
export const priceTimeRules: ExecutionRules = {
  tradePrice(question: ExecutionQuestion): string | null {
    const { limitPrice, bookPrice, liquidity } = question
    if (limitPrice === null) return bookPrice
    if (!reaches(question.side, limitPrice, bookPrice)) return null
    return liquidity === 'maker' ? limitPrice : bookPrice
  },
  triggers({ side, stopPrice }: StopQuestion, lastPrice: string): boolean {
    return side === 'buy' ? amountOf(lastPrice) >= amountOf(stopPrice) : amountOf(lastPrice) <= amountOf(stopPrice)
  },
  feeRate: (liquidity, quote, level) => formatAmount(advertisedRates(quote, level)[liquidity]),
}

function reaches(side: 'buy' | 'sell', limitPrice: string, price: string): boolean {
  return side === 'buy' ? amountOf(price) <= amountOf(limitPrice) : amountOf(price) >= amountOf(limitPrice)
}
