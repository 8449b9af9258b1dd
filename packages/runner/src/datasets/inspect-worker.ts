import { parentPort, workerData } from 'node:worker_threads'
import { type CandleSeries, isBacktestError } from '@tezgah/backtest'
import { isRunnerError } from '../errors.ts'
import { type DatasetGap, type DatasetSpan, MAX_NAMED_GAPS } from './manifest.ts'
import { type CandleSource, readCandles } from './shared-candles.ts'

export type InspectionRequest = { readonly source: CandleSource; readonly maxRows: number }

/** The result of reading a file as candles. */
export type Inspection =
  | { readonly type: 'valid'; readonly span: DatasetSpan }
  | { readonly type: 'invalid'; readonly problem: string }

const { maxRows, source } = workerData as InspectionRequest

parentPort?.postMessage(await inspect())

async function inspect(): Promise<Inspection> {
  try {
    return { type: 'valid', span: coverageOf(await readCandles(source, maxRows)) }
  } catch (error) {
    // These errors name what is wrong with the file; any other is a bug and ends this thread.
    if (!isRunnerError(error) && !isBacktestError(error)) throw error
    return { type: 'invalid', problem: error.message }
  }
}

/** The time that a series covers, and its gaps. */
function coverageOf({ intervalMs, length, time }: CandleSeries): DatasetSpan {
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
