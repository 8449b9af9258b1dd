import { describe, expect, test } from 'vitest'
import { describeCall } from '../../src/testing/describe-call.ts'

describe('a call in words', () => {
  const bare = Object.assign(Object.create(null), { percent: 1, of: '0.5' })

  test.each([
    ['plain terms', [{ quantity: 1, tag: 'dip' }], 'buy({ quantity: 1, tag: "dip" })'],
    ['nothing', [], 'buy()'],
    ['nested terms', [{ onFill: [{ side: 'sell', limit: 5 }] }], 'buy({ onFill: [{ side: "sell", limit: 5 }] })'],
    ['an object without a prototype', [{ of: bare }], 'buy({ of: { percent: 1, of: "0.5" } })'],
    ['an object with a text of its own', [{ at: new Date(Number.NaN) }], 'buy({ at: Invalid Date })'],
  ])('has %s', (_what, args, text) => {
    expect(describeCall('buy', args)).toBe(text)
  })

  test('ends somewhere, also for terms that go in circles', () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(describeCall('buy', [circle])).toContain('…')
  })
})
