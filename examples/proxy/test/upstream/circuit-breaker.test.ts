import { beforeEach, expect, it } from 'vitest'
import { Breaker, type Outcome } from '../../src/upstream/circuit-breaker.ts'

let now: number
let breaker: Breaker

beforeEach(() => {
  now = 0
  breaker = new Breaker(() => now)
})

/** How long there is to wait, or 'through' where the request has had this outcome. */
function request(outcome: Outcome): number | 'through' {
  const entered = breaker.enter()
  if (typeof entered === 'object') return entered.waitMs
  entered(outcome)
  return 'through'
}

const fail = (times: number): void => {
  for (let n = 0; n < times; n++) request('away')
}

it('opens after 5 failures in a row and no earlier', () => {
  fail(4)
  request('answered')
  fail(4)
  expect(request('away')).toBe('through')
  expect(request('answered')).toBe(3_000)
})

it('lets one through after 3 s, and all once it was answered', () => {
  fail(5)
  now = 3_000
  const probe = breaker.enter()
  expect(breaker.enter(), 'one at a time').toEqual({ waitMs: 0 })
  if (typeof probe === 'function') probe('answered')
  expect(request('answered')).toBe('through')
})

it('opens again when the probe fails', () => {
  fail(5)
  now = 3_000
  request('away')
  expect(request('answered')).toBe(3_000)
})

it('probes again when nobody waited for the probe', () => {
  fail(5)
  now = 3_000
  expect(request('unknown')).toBe('through')
  expect(request('answered')).toBe('through')
})
