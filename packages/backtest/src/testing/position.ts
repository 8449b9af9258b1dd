import { Decimal, ZERO } from '../money/decimal.ts'
import { parseDecimal } from '../money/parse-decimal.ts'
import type { FillReport } from '../result/result-types.ts'

type Traded = Pick<FillReport, 'side' | 'quantity' | 'index'>

/** Base units held after each fill, exactly; below zero is short. */
export function positionsAfter(fills: readonly Traded[]): string[] {
  let held = ZERO
  return fills.map((fill) => {
    held = after(held, fill)
    return held.toString()
  })
}

/** Base units held when candle `index` had closed. */
export function positionAt(fills: readonly Traded[], index: number): string {
  return fills
    .filter((fill) => fill.index <= index)
    .reduce(after, ZERO)
    .toString()
}

function after(held: Decimal, { side, quantity }: Traded): Decimal {
  const traded = parseDecimal(quantity) ?? new Decimal(0n, 0)
  return side === 'buy' ? held.plus(traded) : held.minus(traded)
}
