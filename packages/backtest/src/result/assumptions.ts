import type { CandleSeries } from '../candles/series.ts'
import type { Settings } from '../engine/options.ts'
import { MS_PER_YEAR, observedPeriodsPerYear } from '../statistics/index.ts'
import type { Assumptions } from './result-types.ts'

const MS_PER_DAY = 86_400_000

/** Every assumption of a run by name, chosen or not. */
export function assumptionsOf(settings: Settings, candles: CandleSeries): Assumptions {
  const { costs, limitFill } = settings.market
  return {
    account: 'spot',
    initialCash: settings.initialCash.toString(),
    makerFeeRate: costs.maker.rate.toString(),
    takerFeeRate: costs.taker.rate.toString(),
    feeRounding: 'none',
    lot: costs.lot.toString(),
    quantityRounding: 'floor',
    slippageBps: settings.slippageBps.toString(),
    fillAt: 'nextOpen',
    limitFill,
    limitGap: 'open',
    stopGap: 'open',
    path: 'worst',
    lots: 'fifo',
    daysPerYear: MS_PER_YEAR / MS_PER_DAY,
    periodsPerYear: settings.periodsPerYear ?? observedPeriodsPerYear(candles.time),
  }
}
