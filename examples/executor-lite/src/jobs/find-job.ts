import { isFinal, type Job, type Runner } from '@tezgah/runner'
import { ProblemError, type ProblemKind } from '../http/problem.ts'

/** What a route that reads a result may answer instead. */
export const RESULT_PROBLEMS: readonly ProblemKind[] = [
  'not-found',
  'not-finished',
  'no-result',
  'result-damaged',
  'result-dropped',
  'store-unavailable',
]

/** @throws ProblemError `not-found` */
export async function findJob(runner: Runner, id: string): Promise<Job> {
  const job = await runner.get(id)
  if (job === null) throw new ProblemError('not-found', 'There is no backtest with this id.')
  return job
}

/**
 * The bytes as the engine wrote them: what was hashed is what is sent.
 *
 * @throws ProblemError `not-finished`, `no-result` or `result-dropped`
 */
export async function resultOf(runner: Runner, job: Job): Promise<Buffer<ArrayBuffer>> {
  if (!isFinal(job.status)) {
    throw new ProblemError('not-finished', `The backtest is ${job.status}.`, { headers: { 'retry-after': '1' } })
  }
  if (job.status !== 'done') {
    const reason = job.status === 'failed' ? `failed: ${job.error?.message}` : 'was cancelled.'
    throw new ProblemError('no-result', `The backtest ${reason}`)
  }
  const bytes = await runner.result(job.id)
  if (bytes === null) throw new ProblemError('result-dropped', 'Only the newest results are kept; run it again.')
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
}
