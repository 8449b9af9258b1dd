import { Backoff, backoffMs, retry } from '@tezgah/core/backoff'
import { createManualClock } from '@tezgah/core/clock'
import { describe, expect, it } from 'vitest'

describe('backoffMs', () => {
  it('doubles from the first wait up to the last, for any number of attempts', () => {
    const waits = [0, 1, 2, 3, 4, 5000].map((attempt) => backoffMs(attempt, { firstMs: 250, maxMs: 1500 }))
    expect(waits).toEqual([250, 500, 1000, 1500, 1500, 1500])
  })

  it('takes a random fraction of the ceiling', () => {
    expect(backoffMs(1, { firstMs: 100, maxMs: 1000, random: () => 0.25 })).toBe(50)
    expect(backoffMs(9, { firstMs: 100, maxMs: 1000, random: () => 0.5 })).toBe(500)
  })
})

describe('Backoff', () => {
  it('counts its waits and starts again', () => {
    const backoff = new Backoff({ firstMs: 10, maxMs: 25 })
    expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([10, 20, 25])
    expect(backoff.attempts).toBe(3)
    backoff.reset()
    expect(backoff.attempts).toBe(0)
    expect(backoff.next()).toBe(10)
  })
})

describe('retry', () => {
  const setup = (failures: number, error: Error = new Error('busy')) => {
    const clock = createManualClock()
    const calls: number[] = []
    const work = async () => {
      calls.push(clock.now())
      if (calls.length <= failures) throw error
      return 'done'
    }
    const isRetryable = (thrown: unknown) => (thrown as Error).message === 'busy'
    const options = { attempts: 4, firstMs: 100, maxMs: 300, isRetryable, timers: clock }
    const pass = async (ms: number) => {
      for (let step = 0; step < ms; step++) {
        await new Promise((resolve) => setImmediate(resolve))
        clock.advance(1)
      }
    }
    return { calls, options, pass, work }
  }

  it('runs again after each wait until it succeeds', async () => {
    const { calls, options, pass, work } = setup(3)
    const [result] = await Promise.all([retry(work, options), pass(700)])
    expect(result).toBe('done')
    expect(calls).toEqual([0, 100, 300, 600])
  })

  it('gives up with the last error after as many attempts', async () => {
    const { calls, options, pass, work } = setup(4)
    await Promise.all([expect(retry(work, options)).rejects.toThrow('busy'), pass(700)])
    expect(calls).toHaveLength(4)
  })

  it('does not repeat what is not retryable', async () => {
    const { calls, options, work } = setup(9, new Error('broken'))
    await expect(retry(work, options)).rejects.toThrow('broken')
    expect(calls).toHaveLength(1)
  })
})
