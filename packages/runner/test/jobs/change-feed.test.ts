import { describe, expect, it } from 'vitest'
import type { FollowPlace, Job, JobStore, StoreChanges } from '../../src/index.ts'
import { Follower } from '../../src/jobs/change-feed.ts'
import { Told } from '../../src/jobs/events.ts'

const job = (id: string, status: Job['status'], attempts = 1): Job => ({ id, status, attempts }) as Job
const changes = (now: Partial<StoreChanges>): StoreChanges => ({
  arrived: [],
  running: [],
  ended: [],
  place: { arrivals: 0, ends: 0 },
  ...now,
})

/** A follower of a store that answers with these, one after the other. */
const follow = (answers: readonly (StoreChanges | Error)[], stored: readonly Job[] = []) => {
  const told: string[] = []
  const errors: unknown[] = []
  const places: (FollowPlace | null)[] = []
  const left = [...answers]
  const store = {
    follow: async (place: FollowPlace | null) => {
      places.push(place)
      const next = left.shift() ?? changes({})
      if (next instanceof Error) throw next
      return next
    },
    get: async (id: string) => stored.find((one) => one.id === id) ?? null,
  } as unknown as JobStore
  const follower = new Follower({
    store,
    onChange: (event, { id, attempts }) => told.push(`${event} ${id} ${attempts}`),
    onError: (error) => errors.push(error),
  })
  const lookAll = async () => {
    for (const _ of answers) await follower.look()
  }
  return { follower, lookAll, told, errors, places }
}

describe('Follower', () => {
  it('tells what others did since it began, beginning with what runs', async () => {
    const place = { arrivals: 5, ends: 3 }
    const { lookAll, told, places } = follow([
      changes({ running: [job('a', 'running')], place }),
      changes({ arrived: [job('b', 'queued', 0)], running: [job('a', 'running')], place }),
      changes({ running: [job('b', 'running')], ended: [job('a', 'done')], place }),
    ])
    await lookAll()
    expect(told).toEqual(['queued b 0', 'started a 1', 'started b 1', 'ended a 1'])
    expect(places).toEqual([null, place, place])
  })

  it('tells of a job that went back to the queue, and not of one that has ended unseen', async () => {
    const running = [job('back', 'running'), job('over', 'running')]
    const stored = [job('back', 'queued'), job('over', 'done')]
    const { lookAll, told } = follow([changes({}), changes({ running }), changes({})], stored)
    await lookAll()
    expect(told).toEqual(['started back 1', 'started over 1', 'requeued back 1'])
  })

  it('looks again from where it was when the store did not answer', async () => {
    const place = { arrivals: 1, ends: 1 }
    const { lookAll, errors, places } = follow([changes({ place }), new Error('away'), changes({})])
    await lookAll()
    expect(errors).toMatchObject([{ message: 'away' }])
    expect(places).toEqual([null, place, place])
  })

  it('hears nothing of a store that is not shared, and does not look twice at once', async () => {
    const { follower, places } = follow([changes({})])
    await Promise.all([follower.look(), follower.look()])
    expect(places).toHaveLength(1)
    const alone = new Follower({
      store: {} as JobStore,
      onChange: () => expect.unreachable(),
      onError: () => expect.unreachable(),
    })
    await alone.look()
  })
})

it('Told knows the newest 20,000 keys and no more', () => {
  const told = new Told()
  expect([told.add('first'), told.add('first')]).toEqual([true, false])
  for (let n = 0; n < 20_000; n++) expect(told.add(`${n}`)).toBe(true)
  expect([told.has('first'), told.has('0'), told.has('19999')]).toEqual([false, true, true])
})
