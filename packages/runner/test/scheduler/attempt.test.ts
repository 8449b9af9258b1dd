import { expect, test } from 'vitest'
import type { Job } from '../../src/index.ts'
import { type AttemptContext, runAttempt } from '../../src/scheduler/attempt.ts'

/** An attempt whose worker answers with a result of so many bytes, where at most 100 are stored. */
const attemptWith = (bytes: number) => {
  const answer = { type: 'ran', result: new Uint8Array(bytes), sha256: '', summary: {}, runMs: 1 }
  const clock = { now: () => 0, monotonic: () => 0 }
  const context = { pool: { ask: async () => answer }, datasets: new Map(), maxResultBytes: 100, clock }
  const job = { spec: { strategy: 'sma-cross', datasets: [], detail: [] } }
  const options = { timeoutMs: 1_000 }
  return runAttempt(
    context as unknown as AttemptContext,
    job as unknown as Job,
    options as Parameters<typeof runAttempt>[2],
  )
}

test('a result of as many bytes as are stored is stored, and one of a byte more is not', async () => {
  expect(await attemptWith(100)).toMatchObject({ outcome: { status: 'done' } })
  expect(await attemptWith(101)).toMatchObject({ outcome: { status: 'failed', error: { code: 'result_too_large' } } })
})

test('an attempt that is stopped while a worker still starts to read its candles is given up at once', async () => {
  const stop = new AbortController()
  const never = new Promise<never>(() => {})
  const clock = { now: () => 0, monotonic: () => 0 }
  const datasets = new Map([['d', { sha256: 'a' }]])
  const context = { pool: { ask: () => never }, cache: { get: () => never }, datasets, maxResultBytes: 100, clock }
  const job = { spec: { strategy: 'sma-cross', datasets: [{ id: 'd', sha256: 'a' }], detail: [] } }
  const attempt = runAttempt(context as unknown as AttemptContext, job as unknown as Job, {
    timeoutMs: 1_000,
    signal: stop.signal,
  })
  stop.abort()
  expect(await attempt).toEqual({ type: 'release', reason: 'shutdown' })
})
