import { type BacktestResult, backtestResultSchema } from '@tezgah/backtest'
import type { JobSpec } from '../job.ts'
import type { RunAnswer } from '../run-backtest.ts'
import { summarise } from '../summary.ts'

/**
 * Reads a result that comes from a user's process: a result of this engine, of this job, and written as the engine writes it.
 * Whether its figures are true only the process knows. Takes long for a large one: call it in a worker.
 */
export function checkResult(result: Uint8Array<ArrayBuffer>, spec: JobSpec, runMs: number): RunAnswer {
  const problem = problemOf(result, spec)
  if (typeof problem !== 'string') return { type: 'ran', result, summary: summarise(problem), runMs }
  const message = `its process gave a result that is none: ${problem}`
  return { type: 'refused', error: { code: 'strategy_misbehaved', message, field: null } }
}

function problemOf(bytes: Uint8Array, spec: JobSpec): BacktestResult | string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    const parsed = backtestResultSchema.safeParse(value)
    if (!parsed.success) {
      const { message, path } = parsed.error.issues[0] ?? { message: 'not a result', path: [] }
      return `${path.join('.')}: ${message}`.slice(0, 500)
    }
    // A key that occurs twice, spaces, `1.0` for 1: equal results must have equal bytes.
    if (JSON.stringify(value) !== text) return 'not written as the engine writes it'
    const { manifest } = parsed.data
    if (manifest.strategy !== spec.strategy || manifest.seed !== spec.settings.seed) return 'of another job'
    return value as BacktestResult
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 500) : 'not readable'
  }
}
