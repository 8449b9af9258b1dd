import { expect, it } from 'vitest'
import type { Job, JobStore } from '../../src/index.ts'
import { EndRate } from '../../src/jobs/completion-rate.ts'
import { Heart } from '../../src/scheduler/heartbeat.ts'

const heartOn = (store: Partial<JobStore>, monotonicNow = () => 0) => {
  const told: string[] = []
  const heart = new Heart({
    store: { heartbeatMs: 300, ...store } as JobStore,
    monotonicNow,
    held: () => [{ id: 'a', attempt: 2 }],
    onLost: (id) => void told.push(`lost ${id}`),
    onReclaimed: ({ id }) => void told.push(`reclaimed ${id}`),
    onBeat: () => void told.push('beat'),
    onError: (error) => void told.push(`error ${String(error)}`),
  })
  return { heart, told }
}
const silent = [{ id: 'b' } as Job]

it('keeps its own attempts alive before it gives up those of others', async () => {
  const asked: unknown[] = []
  const { heart, told } = heartOn({
    heartbeat: async (held) => {
      asked.push(held)
      return ['a']
    },
    reclaim: async () => silent,
  })
  await heart.beat()
  expect(asked).toEqual([[{ id: 'a', attempt: 2 }]])
  expect(told).toEqual(['lost a', 'reclaimed b', 'beat'])
})

it('gives nobody up after a store that answered late', async () => {
  let now = 0
  const heartbeat = async () => {
    now += 301
    return []
  }
  const { heart, told } = heartOn({ heartbeat, reclaim: async () => silent }, () => now)
  await heart.beat()
  expect(told).toEqual(['beat'])
})

it('sends one beat at a time, and reports a store that fails', async () => {
  let beats = 0
  const heartbeat = async () => {
    beats++
    throw new Error('down')
  }
  const { heart, told } = heartOn({ heartbeat })
  await Promise.all([heart.beat(), heart.beat()])
  expect([beats, told]).toEqual([1, ['error Error: down']])
  await heart.beat()
  expect(beats).toBe(2)
})

it('stops when the beat that is on its way has been answered', async () => {
  let answer: (lost: readonly string[]) => void = () => {}
  const answered = new Promise<readonly string[]>((resolve) => {
    answer = resolve
  })
  const { heart, told } = heartOn({ heartbeat: () => answered, reclaim: async () => silent })
  void heart.beat()
  const stopped = heart.stop().then(() => told.push('stopped'))
  await Promise.resolve()
  expect(told).toEqual([])
  answer([])
  await stopped
  expect(told).toEqual(['reclaimed b', 'beat', 'stopped'])
})

it('tells late comers the mean time between ends, within a second and a minute', () => {
  const rate = new EndRate()
  expect(rate.estimateMs()).toBe(5_000)
  for (let n = 0; n < 30; n++) rate.record(n * 4_000)
  expect(rate.estimateMs()).toBe(4_000)
  for (let n = 0; n < 30; n++) rate.record(200_000 + n)
  expect(rate.estimateMs()).toBe(1_000)
  rate.record(99_000_000)
  expect(rate.estimateMs()).toBe(60_000)
})
