import type { CoreInput } from '../../src/statistics/evaluate.ts'

const DAY_MS = 86_400_000

type Given = Partial<Omit<CoreInput, 'equity' | 'trades' | 'initialCash'>> & {
  readonly initialCash?: number
  readonly equity: readonly number[]
  readonly profits?: readonly number[]
}

/** Input for daily candles with the given marks; closes follow the marks, and each profit is a trade of 1,000. */
export function statisticsInput({
  equity,
  profits = [],
  initialCash = equity[0] ?? 100,
  ...rest
}: Given): CoreInput & { readonly trades: { readonly profit: Float64Array } } {
  return {
    time: Float64Array.from(equity, (_, i) => i * DAY_MS),
    intervalMs: DAY_MS,
    equity: Float64Array.from(equity),
    close: Float64Array.from(equity),
    initialCash: plainDecimal(initialCash),
    finalEquity: plainDecimal(equity.at(-1) ?? initialCash),
    feesPaid: '0',
    exposedCandles: 0,
    periodsPerYear: null,
    // The formulas are worked out on paper, over few candles.
    minimumDays: 0,
    trades: {
      profit: Float64Array.from(profits),
      returnPct: Float64Array.from(profits, (profit) => profit / 10),
      count: profits.length,
    },
    openTradeCount: 0,
    ...rest,
  }
}

/** Shortest digits of a double without an exponent. */
export function plainDecimal(value: number): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential())
  if (!match) throw new RangeError(`not a finite number: ${value}`)
  const [, sign, first, rest = '', exponent] = match
  const digits = `${first}${rest}`
  const point = 1 + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
