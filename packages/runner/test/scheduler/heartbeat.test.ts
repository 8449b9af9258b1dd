import { expect, it } from 'vitest'
import type { Job, JobStore } from '../../src/index.ts'
import { CompletionRate } from '../../src/jobs/completion-rate.ts'
import { Heartbeat } from '../../src/scheduler/heartbeat.ts'

const heartbeatsTo = (store: Partial<JobStore>, monotonic = () => 0) => {
  const calls: string[] = []
  const heartbeats = new Heartbeat({
    store: { heartbeatMs: 300, ...store } as JobStore,
    clock: { now: () => 0, monotonic },
    attempts: () => [{ id: 'a', attempt: 2 }],
    onLost: (id) => void calls.push(`lost ${id}`),
    onReclaimed: ({ id }) => void calls.push(`reclaimed ${id}`),
    onSent: () => void calls.push('sent'),
    onError: (error) => void calls.push(`error ${String(error)}`),
  })
  return { heartbeats, calls }
}
const silent = [{ id: 'b' } as Job]

it('keeps its own attempts alive before it gives up those of others', async () => {
  const asked: unknown[] = []
  const { heartbeats, calls } = heartbeatsTo({
    heartbeat: async (held) => {
      asked.push(held)
      return ['a']
    },
    reclaim: async () => silent,
  })
  await heartbeats.send()
  expect(asked).toEqual([[{ id: 'a', attempt: 2 }]])
  expect(calls).toEqual(['lost a', 'reclaimed b', 'sent'])
})

it('gives nobody up after a store that answered late', async () => {
  let now = 0
  const heartbeat = async () => {
    now += 301
    return []
  }
  const { heartbeats, calls } = heartbeatsTo({ heartbeat, reclaim: async () => silent }, () => now)
  await heartbeats.send()
  expect(calls).toEqual(['sent'])
})

it('sends one beat at a time, and reports a store that fails', async () => {
  let beats = 0
  const heartbeat = async () => {
    beats++
    throw new Error('down')
  }
  const { heartbeats, calls } = heartbeatsTo({ heartbeat })
  await Promise.all([heartbeats.send(), heartbeats.send()])
  expect([beats, calls]).toEqual([1, ['error Error: down']])
  await heartbeats.send()
  expect(beats).toBe(2)
})

it('stops when the beat that is on its way has been answered', async () => {
  let answer: (lost: readonly string[]) => void = () => {}
  const answered = new Promise<readonly string[]>((resolve) => {
    answer = resolve
  })
  const { heartbeats, calls } = heartbeatsTo({ heartbeat: () => answered, reclaim: async () => silent })
  void heartbeats.send()
  const stopped = heartbeats.stop().then(() => calls.push('stopped'))
  await Promise.resolve()
  expect(calls).toEqual([])
  answer([])
  await stopped
  expect(calls).toEqual(['reclaimed b', 'sent', 'stopped'])
})

it('tells late comers the mean time between ends, within a second and a minute', () => {
  const rate = new CompletionRate()
  expect(rate.estimateMs()).toBe(5_000)
  for (let n = 0; n < 30; n++) rate.record(n * 4_000)
  expect(rate.estimateMs()).toBe(4_000)
  for (let n = 0; n < 30; n++) rate.record(200_000 + n)
  expect(rate.estimateMs()).toBe(1_000)
  rate.record(99_000_000)
  expect(rate.estimateMs()).toBe(60_000)
})
