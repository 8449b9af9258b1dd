import { type Decimal, readDecimal, ZERO } from '@tezgah/core/decimal'
import type { BacktestResult, FillReport } from '../result/result-types.ts'

type Traded = Pick<FillReport, 'side' | 'quantity'>

/** Base units held at the end, of all symbols and sides together, an exact decimal. */
export function positionAtEnd({ account }: Pick<BacktestResult, 'account'>): string {
  return account.positions.reduce((sum, { quantity }) => sum.plus(readDecimal(quantity)), ZERO).toString()
}

/**
 * Base units held when candle `index` had closed, an exact decimal.
 *
 * @throws RangeError where fills alone do not say it, since they do not add up to what is held at the end
 */
export function positionAt(ran: Pick<BacktestResult, 'account' | 'fills'>, index: number): string {
  const positions = positionsAfter(ran.fills)
  const end = positionAtEnd(ran)
  const sum = positions.at(-1) ?? '0'
  if (sum !== end)
    throw new RangeError(`the fills add up to ${sum}, but ${end} is held: look at the end of the run only`)
  const count = ran.fills.filter((fill) => fill.index <= index).length
  return positions[count - 1] ?? '0'
}

/** Base units held after each fill, exactly; below zero is short. */
export function positionsAfter(fills: readonly Traded[]): string[] {
  let held = ZERO
  return fills.map((fill) => {
    held = after(held, fill)
    return held.toString()
  })
}

function after(held: Decimal, { side, quantity }: Traded): Decimal {
  const traded = readDecimal(quantity)
  return side === 'buy' ? held.plus(traded) : held.minus(traded)
}
