import { type BacktestResult, backtestResultSchema } from '@tezgah/backtest'
import type { JobSpec } from '../jobs/job.ts'
import { type RunAnswer, summarise } from '../run/run-backtest.ts'
import type { ProcessEnd } from './supervisor.ts'

/** The end of a run in a process of its own. `unchecked`: its bytes are untrusted. */
export type IsolatedAnswer =
  | Extract<RunAnswer, { type: 'refused' }>
  | { readonly type: 'unchecked'; readonly result: Uint8Array<ArrayBuffer>; readonly runMs: number }
  | { readonly type: 'timeout' }
  | { readonly type: 'aborted' }

/** A process that ended by itself fails its job: another attempt would run the same code. */
export function toAnswer(end: ProcessEnd, memoryMb: number): IsolatedAnswer {
  switch (end.type) {
    case 'timeout':
    case 'aborted':
      return end
    case 'memory':
      return refused('memory_exceeded', failureReason(end, memoryMb))
    case 'exited':
      return refused('strategy_exited', failureReason(end, memoryMb))
    case 'misbehaved':
      return refused('strategy_misbehaved', failureReason(end, memoryMb))
    case 'replied':
      if (end.message.type === 'refused') return end.message
      if (end.message.type === 'ran' && end.bytes !== null) {
        return { type: 'unchecked', result: end.bytes, runMs: end.message.runMs }
      }
      return refused('strategy_misbehaved', failureReason(end, memoryMb))
  }
}

export function failureReason(end: ProcessEnd, memoryMb: number): string {
  switch (end.type) {
    case 'memory':
      return `the strategy's process exceeded memoryMb: ${memoryMb} MiB, used ${end.observed}`
    case 'exited':
      return `the strategy's process ended without an answer: ${end.how}`
    case 'misbehaved':
      return `the strategy's process sent an invalid message: ${end.reason}`
    case 'replied':
      return end.message.type === 'refused'
        ? end.message.error.message
        : `the strategy's process sent an unexpected "${end.message.type}" message`
    default:
      return `the strategy's process ended with "${end.type}"`
  }
}

function refused(code: string, message: string): Extract<RunAnswer, { type: 'refused' }> {
  return { type: 'refused', error: { code, message, field: null } }
}

/**
 * Checks the result of a user's process: a result of this engine, of this job, and written as the engine writes it. Whether its
 * figures are true cannot be checked. Takes long for a large one: call it in a worker.
 */
export function checkResult(result: Uint8Array<ArrayBuffer>, spec: JobSpec, runMs: number): RunAnswer {
  const problem = problemOf(result, spec)
  if (typeof problem !== 'string') return { type: 'ran', result, summary: summarise(problem), runMs }
  const message = `the strategy's process returned an invalid result: ${problem}`
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
    // No duplicate keys, no spaces, no `1.0` for 1: equal results must have equal bytes.
    if (JSON.stringify(value) !== text) return 'it is not written as the engine writes it'
    const { manifest } = parsed.data
    if (manifest.strategy !== spec.strategy || manifest.seed !== spec.settings.seed) return 'it is of another job'
    return value as BacktestResult
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 500) : 'it cannot be read'
  }
}
