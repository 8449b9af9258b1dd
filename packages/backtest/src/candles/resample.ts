import type { CandleSeries } from './series.ts'

export type ClosedCandles = Int32Array
export function resampleWithClosed(_series: CandleSeries, _interval: string): { series: CandleSeries; closed: ClosedCandles } {
  throw new Error('resample: being written')
}
