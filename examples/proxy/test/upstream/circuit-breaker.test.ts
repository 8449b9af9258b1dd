import { beforeEach, expect, it } from 'vitest'
import { CircuitBreaker, type Outcome } from '../../src/upstream/circuit-breaker.ts'

let now: number
let breaker: CircuitBreaker

beforeEach(() => {
  now = 0
  breaker = new CircuitBreaker(() => now)
})

/** How long there is to wait, or 'through' where the request has had this outcome. */
function request(outcome: Outcome): number | 'through' {
  const entered = breaker.acquire()
  if (typeof entered === 'object') return entered.waitMs
  entered(outcome)
  return 'through'
}

const fail = (times: number): void => {
  for (let n = 0; n < times; n++) request('unavailable')
}

it('opens after 5 failures in a row and no earlier', () => {
  fail(4)
  request('answered')
  fail(4)
  expect(request('unavailable')).toBe('through')
  expect(request('answered')).toBe(3_000)
})

it('lets one through after 3 s, and all once it was answered', () => {
  fail(5)
  now = 3_000
  const probe = breaker.acquire()
  expect(breaker.acquire(), 'one at a time').toEqual({ waitMs: 0 })
  if (typeof probe === 'function') probe('answered')
  expect(request('answered')).toBe('through')
})

it('opens again when the probe fails', () => {
  fail(5)
  now = 3_000
  request('unavailable')
  expect(request('answered')).toBe(3_000)
})

it('probes again when nobody waited for the probe', () => {
  fail(5)
  now = 3_000
  expect(request('unknown')).toBe('through')
  expect(request('answered')).toBe('through')
})
