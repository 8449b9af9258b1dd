import { observedPeriodsPerYear, observedYears } from './annualisation.ts'
import { type EquityScan, scanEquityColumn } from './equity-scan.ts'
import { buyAndHoldReturnPct, cagrPct, totalReturnPct } from './growth.ts'
import { absent, known, type Measure } from './measure.ts'
import { annualVolatilityPct, calmarRatio, sharpeRatio, sortinoRatio } from './risk-ratios.ts'
import type { Statistics, StatisticsInput } from './statistics.ts'
import { expectancyPct, profitFactor, systemQualityNumber, winRatePct } from './trades.ts'

/**
 * All core statistics of one run, from its columns. Pure, and the same bits on every platform: only IEEE 754 arithmetic
 * and square roots are used. A statistic is a finite number, or `null` with its reason in `notes`.
 *
 * @throws RangeError if columns differ in length, `initialCash` or `periodsPerYear` is not a finite number above zero, or
 * an exact amount is not a plain decimal number
 */
export function computeStatistics(input: StatisticsInput): Statistics {
  requireSound(input)
  const { time, trades } = input
  const scan = scanOf(input)
  const { moments, drawdown } = scan
  const years = observedYears(time)
  const periodsPerYear = input.periodsPerYear ?? observedPeriodsPerYear(time)
  const cagr = cagrPct(input.initialCashExact, input.finalEquity, years)
  const maxDrawdownPct = ofCandles(scan, drawdown.maxFraction * 100)

  const notes: Record<string, string> = {}
  const noted = (name: keyof Statistics, measure: Measure): number | null => {
    if (measure.value === null) notes[name] = measure.reason
    return measure.value
  }
  return {
    initialCash: input.initialCashExact,
    finalEquity: input.finalEquity,
    returnPct: noted('returnPct', totalReturnPct(input.initialCashExact, input.finalEquity)),
    buyAndHoldReturnPct: noted('buyAndHoldReturnPct', buyAndHoldReturnPct(input.close)),
    cagrPct: noted('cagrPct', cagr),
    annualVolatilityPct: noted('annualVolatilityPct', annualVolatilityPct(moments, periodsPerYear)),
    sharpe: noted('sharpe', sharpeRatio(moments, periodsPerYear)),
    sortino: noted('sortino', sortinoRatio(moments, periodsPerYear)),
    calmar: noted('calmar', calmarRatio(cagr, maxDrawdownPct)),
    maxDrawdownPct: noted('maxDrawdownPct', maxDrawdownPct),
    maxDrawdownDurationMs: noted('maxDrawdownDurationMs', ofCandles(scan, drawdown.maxDurationMs)),
    exposurePct: noted('exposurePct', ofCandles(scan, (input.exposedCandles / scan.candles) * 100)),
    tradeCount: trades.count,
    openTradeCount: input.openTradeCount,
    winRatePct: noted('winRatePct', winRatePct(trades)),
    profitFactor: noted('profitFactor', profitFactor(trades)),
    expectancyPct: noted('expectancyPct', expectancyPct(trades)),
    sqn: noted('sqn', systemQualityNumber(trades)),
    feesPaid: input.feesPaid,
    notes,
  }
}

function scanOf({ equity, time, intervalMs, initialCash }: StatisticsInput): EquityScan {
  return equity instanceof Float64Array ? scanEquityColumn(equity, time, intervalMs, initialCash) : equity
}

function ofCandles(scan: EquityScan, value: number): Measure {
  return scan.candles === 0 ? absent('there are no candles') : known(value)
}

function requireSound({ time, equity, close, periodsPerYear, trades }: StatisticsInput): void {
  const candles = equity instanceof Float64Array ? equity.length : equity.candles
  if (time.length !== candles || close.length !== candles) {
    throw new RangeError(
      `time, equity and close must have one entry per candle, were ${time.length}, ${candles} and ${close.length}`,
    )
  }
  if (trades.profit.length < trades.count || trades.returnPct.length < trades.count) {
    throw new RangeError(
      `trades: ${trades.count} trades need as many profits and returns, were ${trades.profit.length} and ${trades.returnPct.length}`,
    )
  }
  if (periodsPerYear !== null && !(periodsPerYear > 0 && Number.isFinite(periodsPerYear))) {
    throw new RangeError(`periodsPerYear must be a finite number above zero or null, was ${periodsPerYear}`)
  }
}
