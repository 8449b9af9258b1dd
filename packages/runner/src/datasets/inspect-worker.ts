import { parentPort, workerData } from 'node:worker_threads'
import { type CandleSeries, isBacktestError } from '@tezgah/backtest'
import { isRunnerError } from '../errors.ts'
import { type DatasetGap, type DatasetSpan, MAX_NAMED_GAPS } from './manifest.ts'
import { type CandleSource, readCandles } from './shared-candles.ts'

export type InspectionRequest = { readonly source: CandleSource; readonly maxRows: number }

/** What became of reading a file as candles. */
export type Inspection =
  | { readonly type: 'fine'; readonly span: DatasetSpan }
  | { readonly type: 'wrong'; readonly problem: string }

const { maxRows, source } = workerData as InspectionRequest

parentPort?.postMessage(await inspect())

async function inspect(): Promise<Inspection> {
  try {
    return { type: 'fine', span: coverageOf(await readCandles(source, maxRows)) }
  } catch (error) {
    // What names its cause is the file's fault; anything else ends this thread.
    if (!isRunnerError(error) && !isBacktestError(error)) throw error
    return { type: 'wrong', problem: error.message }
  }
}

/** What a series covers, and where candles are missing in it. */
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
