import { Worker } from 'node:worker_threads'
import { messageOf } from '@tezgah/core/describe'
import { workerEntry, workerEnvironment } from '@tezgah/core/node/worker-entry'
import type { Inspection, InspectionRequest } from './inspect-worker.ts'

const { url, execArgv } = workerEntry(import.meta.url, './inspect-worker.ts', './datasets/inspect-worker.js')
const MEMORY_MB = 4_096
const TIMEOUT_MS = 120_000

/** Reads a file in a thread of its own, which is stopped when it takes too long. */
export function inspectFile(request: InspectionRequest): Promise<Inspection> {
  const worker = new Worker(url, {
    workerData: request,
    env: workerEnvironment(),
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    execArgv,
  })
  return new Promise((resolve) => {
    const end = (inspection: Inspection) => {
      clearTimeout(timer)
      // Only the first event counts.
      worker.removeAllListeners().on('error', () => {})
      void worker.terminate().then(() => resolve(inspection))
    }
    const fail = (problem: string) => end({ type: 'invalid', problem })
    const timer = setTimeout(() => fail(`was not read within ${TIMEOUT_MS} ms`), TIMEOUT_MS)
    worker.once('message', end)
    worker.once('error', (error: unknown) => fail(`cannot be read: ${messageOf(error)}`))
    worker.once('exit', () => fail('cannot be read'))
  })
}
