import { describeCalls } from '../describe-call.ts'
import type { Change } from './first-change.ts'
import type { Poison } from './poison.ts'

type Progress = {
  /** Candle after which the future was taken away. */
  readonly last: number
  /** Cut points that showed nothing before this one. */
  readonly before: number
  readonly of: number
}

const DESCRIPTIONS: Readonly<Record<Poison, string>> = { cut: 'cut off', NaN: 'NaN', noise: 'seeded noise' }

/** What a failed look-ahead check says. */
export function describeLookahead(
  name: string,
  time: Float64Array,
  change: Change,
  { last, before, of }: Progress,
): { readonly message: string; readonly expected: unknown; readonly actual: unknown } {
  const { index, real, poisoned } = change
  const lines = [
    [`real candles after ${last}`, describeCalls(real)] as const,
    ...poisoned.map(({ poison, calls, failure }) => {
      const isSame = failure === null && calls.join() === real.join()
      const what = failure === null ? describeCalls(calls) : `the strategy fails: ${messageOf(failure)}`
      return [`${DESCRIPTIONS[poison]} after ${last}`, isSame ? `${what} (the same)` : what] as const
    }),
  ]
  const width = Math.max(...lines.map(([label]) => label.length))
  const shown = poisoned.filter(({ calls, failure }) => failure !== null || calls.join() !== real.join())
  const first = shown[0]!
  const when = new Date(time[index]!).toISOString()
  const message = [
    `strategy "${name}" looks ahead: what it decides at candle ${index} (${when}) depends on candles after ${last}`,
    '',
    ...lines.map(([label, what]) => `  ${label.padEnd(width)}  ${what}`),
    '',
    `shown by ${shown.map(({ poison }) => poison).join(', ')}; ${before} of ${of} cut points showed nothing before`,
  ].join('\n')
  return {
    message,
    expected: { index, decisions: real },
    actual: { index, poison: first.poison, decisions: first.failure === null ? first.calls : messageOf(first.failure) },
  }
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure)
}
