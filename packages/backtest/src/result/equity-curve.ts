import { requireWhole } from '@tezgah/core/describe'
import type { Engine } from '../engine/engine.ts'
import type { EquityCurve } from './result-types.ts'

/**
 * The equity curve at every `every`-th candle and at the last one, without the whole curve in between: of a long run over
 * one symbol that would be most of the memory it needs. The drawdown is measured from the highest of all candles.
 *
 * @throws RangeError if `every` is no whole number from 1
 */
export function sampledCurve(
  { account, series, settings, timeline }: Engine,
  every: number,
): EquityCurve<Float64Array> {
  requireWhole('every', every, 1)
  const { close } = series[0]!
  const { journal } = account
  const { index: changedAt, cash, quantity } = journal
  const { length } = timeline
  const rows = Math.ceil((length - 1) / every) + 1
  const curve = { time: new Float64Array(rows), equity: new Float64Array(rows), drawdown: new Float64Array(rows) }
  const initialCash = settings.account.initialCash.toNumber()
  let peak = initialCash
  let entry = -1
  for (let index = 0, row = 0; index < length; index++) {
    while (entry + 1 < journal.length && changedAt[entry + 1]! <= index) entry++
    const held = entry === -1 ? initialCash : cash[entry]! + quantity[entry]! * close[index]!
    const equity = timeline.equity === null ? held : timeline.equity[index]!
    if (equity > peak) peak = equity
    if (index % every !== 0 && index !== length - 1) continue
    curve.time[row] = timeline.time[index]!
    curve.equity[row] = equity
    curve.drawdown[row++] = (peak - equity) / peak
  }
  return curve
}
