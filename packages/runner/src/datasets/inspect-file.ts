import { Worker } from 'node:worker_threads'
import type { Inspection, InspectionRequest } from './inspect-worker.ts'

/** In a checkout the sources run as they are; a published package runs the built file. */
const FROM_SOURCE = import.meta.url.endsWith('.ts')
const ENTRY = new URL(FROM_SOURCE ? './inspect-worker.ts' : './datasets/inspect-worker.js', import.meta.url)
const MEMORY_MB = 4_096
const TIMEOUT_MS = 120_000

/** Reads a file in a thread of its own, which is stopped when it takes too long. */
export function inspectFile(request: InspectionRequest): Promise<Inspection> {
  const worker = new Worker(ENTRY, {
    workerData: request,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    ...(FROM_SOURCE ? { execArgv: ['--conditions=@tezgah/source'] } : {}),
  })
  return new Promise((resolve) => {
    const end = (inspection: Inspection) => {
      clearTimeout(timer)
      // The first word counts, and nothing that comes after it is news.
      worker.removeAllListeners().on('error', () => {})
      void worker.terminate().then(() => resolve(inspection))
    }
    const timer = setTimeout(() => end({ type: 'wrong', problem: `was not read within ${TIMEOUT_MS} ms` }), TIMEOUT_MS)
    worker.once('message', end)
    worker.once('error', (error: unknown) => {
      end({ type: 'wrong', problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` })
    })
    worker.once('exit', () => end({ type: 'wrong', problem: 'cannot be read' }))
  })
}
