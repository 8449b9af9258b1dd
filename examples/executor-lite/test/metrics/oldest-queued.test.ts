import type { Job, Runner } from '@tezgah/runner'
import { expect, it } from 'vitest'
import { followOldestQueued } from '../../src/metrics/oldest-queued.ts'

const job = (id: string, createdAt: number, status: Job['status'] = 'queued'): Job => ({ id, createdAt, status }) as Job

/** A runner whose events the test makes, and a store of two pages. */
const follow = async (duringRead: (tell: (event: string, job: Job) => void) => void = () => {}) => {
  const listeners = new Map<string, (job: Job) => void>()
  const tell = (event: string, told: Job) => listeners.get(event)?.(told)
  const on = (event: string, listener: (job: Job) => void) => {
    listeners.set(event, listener)
    return () => listeners.delete(event)
  }
  const oldest: (number | null)[] = []
  const list = async ({ cursor }: { cursor?: string | undefined } = {}) => {
    if (cursor !== undefined) return { jobs: [job('old', 10)], nextCursor: null }
    duringRead(tell)
    return { jobs: [job('new', 20)], nextCursor: 'more' }
  }
  const metrics = { setOldestQueued: (at: number | null) => oldest.push(at) }
  const stop = await followOldestQueued(metrics, { on } as unknown as Pick<Runner, 'on'>, { list })
  return { tell, stop, last: () => oldest.at(-1), listeners }
}

it('begins with all that the store holds, and follows each job in and out of the queue', async () => {
  const { tell, last, stop, listeners } = await follow()
  expect(last()).toBe(10)
  tell('started', job('old', 10, 'running'))
  expect(last()).toBe(20)
  tell('requeued', job('old', 10))
  expect(last()).toBe(10)
  tell('cancelled', job('old', 10, 'cancelled'))
  tell('done', job('new', 20, 'done'))
  expect(last()).toBeNull()
  tell('queued', job('reused', 30, 'done'))
  expect(last(), 'one that is done at once waits for nothing').toBeNull()
  tell('queued', job('next', 40))
  expect(last()).toBe(40)
  stop()
  expect(listeners.size).toBe(0)
})

it('believes what it is told while it reads more than what it has read', async () => {
  const { last } = await follow((tell) => tell('started', job('old', 10, 'running')))
  expect(last()).toBe(20)
})
