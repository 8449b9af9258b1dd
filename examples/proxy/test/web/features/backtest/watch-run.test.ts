import { describe, expect, it } from 'vitest'
import { createApi } from '../../../../web/api/client.ts'
import type { Job, RunStatus } from '../../../../web/api/documents.ts'
import { ApiError } from '../../../../web/api/errors.ts'
import { createListen, type Listen } from '../../../../web/features/backtest/run/listen.ts'
import type { Partial } from '../../../../web/features/backtest/run/partial.ts'
import { type Trouble, watchRun } from '../../../../web/features/backtest/run/watch-run.ts'
import { jobDocument } from '../../../support/desk-documents.ts'

/** Plays these answers one after the other, the stream between them breaking or ending, and records how long was waited. */
async function watch(answers: readonly (RunStatus | ApiError)[], endings: readonly boolean[] = []) {
  const queue = [...answers]
  const streams = [...endings]
  const waits: number[] = []
  const seen: RunStatus[] = []
  const troubles: Trouble[] = []
  const api = createApi(async () => {
    const next = queue.shift()
    if (next === undefined) throw new Error('asked once too often')
    if (next instanceof ApiError) throw next
    return jobDocument('r', next, 0)
  })
  const listen: Listen = async (_id, { onStarted }) => {
    onStarted()
    return streams.shift() ?? false
  }
  const events = {
    onRun: ({ status }: Job) => void seen.push(status),
    onPartial: () => {},
    onTrouble: (trouble: Trouble) => void troubles.push(trouble),
  }
  const wait = async (delayMs: number): Promise<void> => void waits.push(Math.round(delayMs))
  const { signal } = new AbortController()
  const finished = await watchRun(api, listen, 'r', events, wait, signal).catch((error: unknown) => error)
  return { finished, waits, seen, troubles, left: queue.length }
}

const away = new ApiError('unavailable', 'Away', 'Nobody answers')

describe('watching a run', () => {
  it('reads it, listens, and reads it again when the stream has ended, without a wait', async () => {
    const { finished, seen, waits, left } = await watch(['queued', 'done'], [true])
    expect(finished).toMatchObject({ status: 'done' })
    expect(seen).toEqual(['queued', 'running', 'done'])
    expect([waits, left]).toEqual([[], 0])
  })

  it('does not ask at all while the stream lives, and less and less often where it keeps breaking', async () => {
    const { waits } = await watch([...Array<RunStatus>(6).fill('running'), 'done'])
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  })

  it('pauses for as long as the executor says when over the limit', async () => {
    const limited = new ApiError('rate-limited', '', '', { retryAfterMs: 9_000 })
    const { waits, troubles, finished } = await watch([limited, 'done'])
    expect(waits).toEqual([9_000])
    expect(troubles).toHaveLength(1)
    expect(finished).toMatchObject({ status: 'done' })
  })

  it('waits for an executor that is away', async () => {
    const { waits, finished } = await watch([away, away, 'done'])
    expect(waits).toEqual([1_000, 2_000])
    expect(finished).toMatchObject({ status: 'done' })
  })

  it('gives up on an id that nobody knows', async () => {
    const unknown = new ApiError('refused', 'Not found', 'No such run')
    const { finished, waits } = await watch([unknown])
    expect(finished).toBe(unknown)
    expect(waits).toEqual([])
  })
})

describe('listening to a run', () => {
  function source() {
    const listeners = new Map<string, (event: MessageEvent) => void>()
    let isClosed = false
    return {
      addEventListener: (type: string, listener: (event: MessageEvent) => void) => void listeners.set(type, listener),
      close: () => {
        isClosed = true
      },
      send: (type: string, data: unknown) => listeners.get(type)?.({ data: JSON.stringify(data) } as MessageEvent),
      isClosed: () => isClosed,
    }
  }

  it('tells the equity so far, leaves out what is not as agreed, and ends with the run', async () => {
    const one = source()
    const partials: Partial[] = []
    const events = { onStarted: () => {}, onPartial: (partial: Partial) => void partials.push(partial) }
    const ended = createListen(() => one)('r', events, new AbortController().signal)
    one.send('state', { id: 'r', status: 'running' })
    one.send('progress', { progress: 'half' })
    one.send('progress', { progress: 0.5, equity: { time: [1, 2], equity: [100, 101] } })
    one.send('state', { id: 'r', status: 'cancelled' })
    expect(await ended).toBe(true)
    expect(partials).toMatchObject([{ progress: 0.5, equity: { time: [1, 2], equity: [100, 101] } }])
    expect(one.isClosed()).toBe(true)
  })

  it.each(['error', 'abort'])('is over at an %s', async (how) => {
    const one = source()
    const leaving = new AbortController()
    const ended = createListen(() => one)('r', { onStarted: () => {}, onPartial: () => {} }, leaving.signal)
    if (how === 'abort') leaving.abort()
    else one.send('error', null)
    expect(await ended).toBe(false)
    expect(one.isClosed()).toBe(true)
  })
})
