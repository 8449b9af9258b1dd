import type { RunAnswer } from '../run-backtest.ts'
import type { ProcessEnd } from './isolated-process.ts'

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
