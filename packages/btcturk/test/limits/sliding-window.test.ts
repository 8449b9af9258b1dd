import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlidingWindow } from '../../src/limits/sliding-window.ts'

const RULE = {
  windows: [
    { limit: 3, periodMs: 1000 },
    { limit: 5, periodMs: 4000 },
  ],
  blockMs: 4000,
}

/** Takes permits whose answers come at the given times. */
function answeredAt(...times: number[]): SlidingWindow {
  const budget = new SlidingWindow(RULE)
  for (const time of times) {
    budget.take()
    budget.complete(time)
  }
  return budget
}

describe('SlidingWindow', () => {
  it.each([
    ['nothing was asked', [], 0, 0],
    ['there is room', [0, 0], 0, 0],
    ['the short window is full', [0, 100, 200], 300, 700],
    ['its first answer is just a period old', [0, 100, 200], 1000, 0],
    ['the long window is full', [0, 0, 0, 1000, 1000], 1500, 2500],
    ['both are full', [0, 0, 1500, 1500, 1500], 2000, 2000],
  ])('where %s', (_, answers, now, wait) => {
    expect(answeredAt(...answers).waitMs(now)).toBe(wait)
  })

  it('is unknown while the answers that it depends on are outstanding', () => {
    const budget = new SlidingWindow(RULE)
    for (let index = 0; index < 3; index++) budget.take()
    expect(budget.waitMs(0)).toBeNull()
    budget.complete(10)
    expect(budget.waitMs(20)).toBe(990)
  })

  it('counts a permit that was given back as never taken', () => {
    const budget = answeredAt(0, 0)
    budget.take()
    budget.release()
    expect(budget.waitMs(0)).toBe(0)
  })

  it('lets nothing through while it is blocked', () => {
    const budget = new SlidingWindow(RULE)
    budget.block(500)
    budget.block(300)
    expect([budget.waitMs(0), budget.waitMs(500)]).toEqual([500, 0])
  })

  it('never lets any window of the server hold more than the limit, with any delay of the network', () => {
    const step = fc.record({ pause: fc.nat(700), up: fc.nat(400), down: fc.nat(400) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const budget = new SlidingWindow(RULE)
        const arrivals: number[] = []
        let now = 0
        for (const { pause, up, down } of steps) {
          now += pause + budget.waitMs(now + pause)!
          budget.take()
          arrivals.push(now + up)
          // One at a time, so that answers come in order.
          now += up + down
          budget.complete(now)
        }
        for (const { limit, periodMs } of RULE.windows) {
          arrivals.forEach((at, index) => {
            expect(arrivals.slice(index).filter((later) => later < at + periodMs).length).toBeLessThanOrEqual(limit)
          })
        }
      }),
    )
  })
})
