import { describe, expect, it } from 'vitest'
import type { ChangeCursor, Job, JobStore, StoreChanges } from '../../src/index.ts'
import { ChangeFeed } from '../../src/jobs/change-feed.ts'

const job = (id: string, status: Job['status'], attempts = 1): Job => ({ id, status, attempts }) as Job
const changes = (now: Partial<StoreChanges>): StoreChanges => ({
  arrived: [],
  running: [],
  ended: [],
  cursor: { arrivals: 0, ends: 0 },
  ...now,
})

/** The feed of a store that answers with these, one after the other. */
const feedOf = (answers: readonly (StoreChanges | Error)[], stored: readonly Job[] = []) => {
  const reported: string[] = []
  const errors: unknown[] = []
  const cursors: (ChangeCursor | null)[] = []
  const left = [...answers]
  const store = {
    changesSince: async (cursor: ChangeCursor | null) => {
      cursors.push(cursor)
      const next = left.shift() ?? changes({})
      if (next instanceof Error) throw next
      return next
    },
    get: async (id: string) => stored.find((one) => one.id === id) ?? null,
  } as unknown as JobStore
  const feed = new ChangeFeed({
    store,
    onChange: (event, { id, attempts }) => reported.push(`${event} ${id} ${attempts}`),
    onError: (error) => errors.push(error),
  })
  const pollAll = async () => {
    for (const _ of answers) await feed.poll()
  }
  return { feed, pollAll, reported, errors, cursors }
}

describe('ChangeFeed', () => {
  it('reports what other processes did since it began, beginning with what runs', async () => {
    const cursor = { arrivals: 5, ends: 3 }
    const { pollAll, reported, cursors } = feedOf([
      changes({ running: [job('a', 'running')], cursor }),
      changes({ arrived: [job('b', 'queued', 0)], running: [job('a', 'running')], cursor }),
      changes({ running: [job('b', 'running')], ended: [job('a', 'done')], cursor }),
    ])
    await pollAll()
    expect(reported).toEqual(['queued b 0', 'started a 1', 'started b 1', 'ended a 1'])
    expect(cursors).toEqual([null, cursor, cursor])
  })

  it('reports a job that was requeued, and not one that has ended unseen', async () => {
    const running = [job('back', 'running'), job('over', 'running')]
    const stored = [job('back', 'queued'), job('over', 'done')]
    const { pollAll, reported } = feedOf([changes({}), changes({ running }), changes({})], stored)
    await pollAll()
    expect(reported).toEqual(['started back 1', 'started over 1', 'requeued back 1'])
  })

  it('polls again from the same cursor when the store did not answer', async () => {
    const cursor = { arrivals: 1, ends: 1 }
    const { pollAll, errors, cursors } = feedOf([changes({ cursor }), new Error('away'), changes({})])
    await pollAll()
    expect(errors).toMatchObject([{ message: 'away' }])
    expect(cursors).toEqual([null, cursor, cursor])
  })

  it('reports nothing for a store that is not shared, and does not poll twice at once', async () => {
    const { feed, cursors } = feedOf([changes({})])
    await Promise.all([feed.poll(), feed.poll()])
    expect(cursors).toHaveLength(1)
    const alone = new ChangeFeed({
      store: {} as JobStore,
      onChange: () => expect.unreachable(),
      onError: () => expect.unreachable(),
    })
    await alone.poll()
  })
})
