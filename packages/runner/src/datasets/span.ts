import type { CandleSeries } from '@tezgah/backtest'
import { type DatasetGap, type DatasetSpan, MAX_NAMED_GAPS } from './manifest.ts'

/** What a series covers, and where candles are missing in it. */
export function spanOf({ intervalMs, length, time }: CandleSeries): DatasetSpan {
  const first: DatasetGap[] = []
  let [count, missing] = [0, 0]
  for (let index = 1; index < length; index++) {
    const [before, at] = [time[index - 1] ?? 0, time[index] ?? 0]
    const absent = Math.round((at - before) / intervalMs) - 1
    if (absent <= 0) continue
    count++
    missing += absent
    if (first.length < MAX_NAMED_GAPS) first.push({ from: before + intervalMs, to: at, missing: absent })
  }
  return { from: time[0] ?? 0, to: time[length - 1] ?? 0, candles: length, gaps: { count, missing, first } }
}
