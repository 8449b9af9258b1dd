import { parentPort, workerData } from 'node:worker_threads'
import { isBacktestError } from '@tezgah/backtest'
import { isRunnerError } from '../errors.ts'
import type { Inspection, InspectionRequest } from './inspect-file.ts'
import { readCandles } from './load-columns.ts'
import { spanOf } from './span.ts'

const { maxRows, source } = workerData as InspectionRequest

parentPort?.postMessage(await inspect())

async function inspect(): Promise<Inspection> {
  try {
    return { type: 'fine', span: spanOf(await readCandles(source, maxRows)) }
  } catch (error) {
    // What names its cause is the file's fault; anything else ends this thread.
    if (!isRunnerError(error) && !isBacktestError(error)) throw error
    return { type: 'wrong', problem: error.message }
  }
}
