import { type BacktestResult, backtestResultSchema } from '@tezgah/backtest'
import type { JobSpec } from '../jobs/job.ts'
import { type RunAnswer, summarise } from '../run/run-backtest.ts'
import type { ProcessEnd } from './supervisor.ts'

/** What a run in a process of its own came to. `unchecked`: its bytes come from a stranger. */
export type IsolatedAnswer =
  | Extract<RunAnswer, { type: 'refused' }>
  | { readonly type: 'unchecked'; readonly result: Uint8Array<ArrayBuffer>; readonly runMs: number }
  | { readonly type: 'timeout' }
  | { readonly type: 'aborted' }

/** A process that ended in any way of its own fails its job: the same code would do the same again. */
export function toAnswer(end: ProcessEnd, memoryMb: number): IsolatedAnswer {
  switch (end.type) {
    case 'timeout':
    case 'aborted':
      return end
    case 'memory':
      return refused('memory_exceeded', whyNot(end, memoryMb))
    case 'exited':
      return refused('strategy_exited', whyNot(end, memoryMb))
    case 'misbehaved':
      return refused('strategy_misbehaved', whyNot(end, memoryMb))
    case 'said':
      if (end.message.type === 'refused') return end.message
      if (end.message.type === 'ran' && end.bytes !== null) {
        return { type: 'unchecked', result: end.bytes, runMs: end.message.runMs }
      }
      return refused('strategy_misbehaved', whyNot(end, memoryMb))
  }
}

export function whyNot(end: ProcessEnd, memoryMb: number): string {
  switch (end.type) {
    case 'memory':
      return `its process used ${end.observed}, at most ${memoryMb} MiB are allowed`
    case 'exited':
      return `its process ended before it had an answer: ${end.how}`
    case 'misbehaved':
      return `its process said what is no answer: ${end.reason}`
    case 'said':
      return end.message.type === 'refused'
        ? end.message.error.message
        : `its process said "${end.message.type}" out of turn`
    default:
      return `its process ended with "${end.type}"`
  }
}

function refused(code: string, message: string): Extract<RunAnswer, { type: 'refused' }> {
  return { type: 'refused', error: { code, message, field: null } }
}

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
