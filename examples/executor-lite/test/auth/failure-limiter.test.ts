import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AuthAlarm, FailureLimiter } from '../../src/auth/failure-limiter.ts'

const watch = () => {
  const clock = { now: 0 }
  const alarms: AuthAlarm[] = []
  return {
    clock,
    alarms,
    failures: new FailureLimiter(
      () => clock.now,
      (alarm) => alarms.push(alarm),
    ),
  }
}

it('goes off with the 6th failure in 60 s, once', () => {
  const { clock, alarms, failures } = watch()
  for (const at of [0, 1, 2, 3, 59_998]) {
    clock.now = at
    failures.record('a')
  }
  expect(alarms).toEqual([])
  clock.now = 59_999
  failures.record('b')
  expect(alarms).toEqual([{ peer: 'b', failures: 6, windowMs: 60_000 }])
  failures.record('a')
  expect(alarms.length).toBe(1)
})

it('does not go off when the first of six is 60 s old', () => {
  const { clock, alarms, failures } = watch()
  failures.record('a')
  for (const at of [1, 2, 3, 4, 60_000]) {
    clock.now = at
    failures.record('a')
  }
  expect(alarms).toEqual([])
})

it('agrees with counting by hand, in 100,000 random failures', () => {
  const gap = fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 100 }), fc.constant(60_000))
  const gaps = fc.sample(gap, { numRuns: 100_000, seed: 7 })
  const { clock, alarms, failures } = watch()
  const all: number[] = []
  for (const [i, step] of gaps.entries()) {
    clock.now += step
    all.push(clock.now)
    const before = alarms.length
    failures.record(`peer-${i % 3}`)
    while ((all[0] ?? 0) <= clock.now - 60_000) all.shift()
    expect(alarms.length - before, `failure ${i} at ${clock.now}`).toBe(all.length === 6 ? 1 : 0)
  }
  expect(alarms.length).toBeGreaterThan(1_000)
})

it('holds up only the peer that fails', () => {
  const { failures } = watch()
  const told = Array.from({ length: 22 }, () => failures.record('attacker'))
  expect(told.indexOf(true)).toBe(20)
  expect(failures.record('somebody else')).toBe(false)
})
