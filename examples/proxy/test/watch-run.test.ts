import { describe, expect, it } from 'vitest'
import { ApiError } from '../web/api/api-error.ts'
import type { Run, RunStatus } from '../web/api/run.ts'
import { type Trouble, watchRun } from '../web/run/watch-run.ts'

const run = (status: RunStatus): Run => ({
  id: 'r',
  status,
  strategy: null,
  dataset: null,
  runMs: null,
  progress: null,
  error: null,
})

/** Plays these answers one after the other, and records how long was waited between them. */
async function watch(answers: readonly (RunStatus | ApiError)[]) {
  const queue = [...answers]
  const waits: number[] = []
  const seen: RunStatus[] = []
  const troubles: Trouble[] = []
  const api = {
    run: async () => {
      const next = queue.shift()
      if (next === undefined) throw new Error('asked once too often')
      if (next instanceof ApiError) throw next
      return run(next)
    },
  }
  const events = {
    onRun: ({ status }: Run) => void seen.push(status),
    onTrouble: (trouble: Trouble) => void troubles.push(trouble),
  }
  const wait = async (delayMs: number): Promise<void> => void waits.push(Math.round(delayMs))
  const finished = await watchRun(api, 'r', events, wait, new AbortController().signal).catch((error: unknown) => error)
  return { finished, waits, seen, troubles, left: queue.length }
}

const away = new ApiError('away', 'Away', 'Nobody answers')

describe('watching a run', () => {
  it('goes from queued over running to done', async () => {
    const { finished, seen, left } = await watch(['queued', 'running', 'done'])
    expect(finished).toMatchObject({ status: 'done' })
    expect(seen).toEqual(['queued', 'running', 'done'])
    expect(left).toBe(0)
  })

  it('asks less and less often, and never waits longer than 2.5 s', async () => {
    const { waits } = await watch([...Array<RunStatus>(12).fill('running'), 'done'])
    expect(waits.slice(0, 3)).toEqual([120, 192, 307])
    expect(Math.max(...waits)).toBe(2_500)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  })

  it('pauses for as long as the executor says when over the limit', async () => {
    const { waits, troubles, finished } = await watch([
      new ApiError('rate-limited', '', '', { retryAfterMs: 9_000 }),
      'done',
    ])
    expect(waits).toEqual([9_000])
    expect(troubles).toHaveLength(1)
    expect(finished).toMatchObject({ status: 'done' })
  })

  it('waits for an executor that is away, and starts over once it is back', async () => {
    const { waits, finished } = await watch([away, away, 'running', away, 'done'])
    expect(waits).toEqual([1_000, 2_000, 120, 1_000])
    expect(finished).toMatchObject({ status: 'done' })
  })

  it('gives up on an id that nobody knows', async () => {
    const unknown = new ApiError('refused', 'Not found', 'No such run')
    const { finished, waits } = await watch([unknown])
    expect(finished).toBe(unknown)
    expect(waits).toEqual([])
  })
})
