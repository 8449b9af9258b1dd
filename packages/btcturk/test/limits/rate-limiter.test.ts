import { describe, expect, it } from 'vitest'
import { BtcturkError } from '../../src/errors.ts'
import { type RateLimitedRequest, RateLimiter, type RateLimiterOptions } from '../../src/limits/rate-limiter.ts'
import { errorOf } from '../kit/error-of.ts'
import { FakeTime, settle } from '../kit/fake-time.ts'
import { seeded } from '../kit/seeded.ts'

function limiter(options?: RateLimiterOptions) {
  const time = new FakeTime()
  return { time, limiter: new RateLimiter({ clock: time, timers: time }, options) }
}

function read(
  budget: 'ticker' | 'orderBook' | 'openOrders',
  changes: Partial<RateLimitedRequest> = {},
): RateLimitedRequest {
  return { limits: [budget], lane: 'read', priority: 0, maxWaitMs: 10_000, ...changes }
}

const CANCEL: RateLimitedRequest = { limits: ['cancel'], lane: 'cancel', priority: 0, maxWaitMs: 1000 }

const oneASecond = { windows: [{ limit: 1, periodMs: 1000 }], blockMs: 60_000 }

describe('RateLimiter', () => {
  it('lets ten orders a second through and the eleventh after a second', async () => {
    const { time, limiter: limits } = limiter()
    const ticket: RateLimitedRequest = { limits: ['submit'], lane: 'submit', priority: 0, maxWaitMs: 5000 }
    const sent: number[] = []
    const start = time.monotonic()
    const all = Array.from({ length: 11 }, () =>
      limits.run(ticket, async () => {
        sent.push(time.monotonic() - start)
        await time.sleep(50)
      }),
    )
    await time.until(Promise.all(all))
    expect(sent).toEqual([...Array(10).fill(0), 1050])
  })

  it('never lets a cancel wait behind reads, however many wait or hang', async () => {
    const { time, limiter: limits } = limiter({ limits: { ticker: oneASecond } })
    const hang = () => new Promise<never>(() => undefined)
    for (let index = 0; index < 50; index++) {
      limits.run(read('ticker'), hang).catch(() => undefined)
      limits.run(read('orderBook'), hang).catch(() => undefined)
    }
    await settle()
    const before = time.monotonic()
    expect(await limits.run(CANCEL, async () => 'gone')).toBe('gone')
    expect(time.monotonic()).toBe(before)
  })

  it('lets one endpoint wait without holding up another', async () => {
    const { time, limiter: limits } = limiter({ limits: { ticker: oneASecond } })
    await limits.run(read('ticker'), async () => undefined)
    const late = limits.run(read('ticker'), async () => time.monotonic())
    const before = time.monotonic()
    await limits.run(read('orderBook'), async () => undefined)
    expect(time.monotonic()).toBe(before)
    expect(await time.until(late)).toBe(before + 1000)
  })

  it('lets the higher priority go first among those that wait', async () => {
    const { time, limiter: limits } = limiter({ limits: { openOrders: oneASecond } })
    const order: string[] = []
    const ask = (name: string, priority: number) =>
      limits.run(read('openOrders', { priority }), async () => {
        order.push(name)
      })
    const all = [ask('first', 0), ask('second', 0), ask('third', 0), ask('reconcile', 100)]
    await time.until(Promise.all(all))
    expect(order[0]).toBe('first')
    expect(order.indexOf('reconcile')).toBeLessThan(order.indexOf('third'))
  })

  it('refuses at once what cannot be had in time, and says when it could', async () => {
    const { time, limiter: limits } = limiter({ limits: { ticker: oneASecond } })
    await limits.run(read('ticker'), async () => undefined)
    await time.advance(400)
    const error = await errorOf(limits.run(read('ticker', { maxWaitMs: 500 }), async () => undefined))
    expect(error).toMatchObject({ code: 'rate_limited', outcome: 'not_sent', retryAfterMs: 600 })
    expect(limits.waiting).toBe(0)
  })

  it('bounds the wait for a lane whose requests hang, and gives the permit back', async () => {
    const { time, limiter: limits } = limiter({
      limits: { ticker: { windows: [{ limit: 2, periodMs: 1000 }], blockMs: 1000 } },
      concurrency: { read: 1 },
    })
    let free: () => void = () => undefined
    const hanging = limits.run(
      read('ticker'),
      () =>
        new Promise<void>((resolve) => {
          free = resolve
        }),
    )
    const error = await time.until(errorOf(limits.run(read('ticker', { maxWaitMs: 300 }), async () => undefined)))
    expect(error).toMatchObject({ code: 'rate_limited', outcome: 'not_sent' })
    free()
    await hanging
    expect(await limits.run(read('ticker', { maxWaitMs: 0 }), async () => 'second permit')).toBe('second permit')
  })

  it('waits for an answer where all permits are under way', async () => {
    const { time, limiter: limits } = limiter({ limits: { ticker: oneASecond } })
    const start = time.monotonic()
    const slow = limits.run(read('ticker'), () => time.sleep(3000))
    const next = limits.run(read('ticker'), async () => time.monotonic() - start)
    expect(await time.until(next)).toBe(4000)
    await slow
  })

  it('holds everything back while an endpoint is blocked, by the given time or its own', async () => {
    const { time, limiter: limits } = limiter()
    const start = time.monotonic()
    limits.block(['ticker'], 2000)
    expect(await time.until(limits.run(read('ticker'), async () => time.monotonic() - start))).toBe(2000)
    limits.block(['ticker'], null)
    expect(await errorOf(limits.run(read('ticker'), async () => undefined))).toMatchObject({ retryAfterMs: 60_000 })
  })

  it('needs every budget of a call', async () => {
    const { time, limiter: limits } = limiter()
    limits.block(['graph'], 1000)
    const start = time.monotonic()
    const ticket: RateLimitedRequest = { limits: ['ohlcs', 'graph'], lane: 'read', priority: 0, maxWaitMs: 5000 }
    expect(await time.until(limits.run(ticket, async () => time.monotonic() - start))).toBe(1000)
  })

  it('ends a wait with its signal, sends nothing, and keeps no timer', async () => {
    const { time, limiter: limits } = limiter({ limits: { ticker: oneASecond } })
    await limits.run(read('ticker'), async () => undefined)
    const controller = new AbortController()
    let isSent = false
    const waiting = errorOf(
      limits.run(read('ticker', { signal: controller.signal }), async () => {
        isSent = true
      }),
    )
    await settle()
    controller.abort()
    expect(await waiting).toMatchObject({ code: 'aborted', outcome: 'not_sent' })
    await time.advance(5000)
    expect([isSent, limits.waiting, time.pendingTimers]).toEqual([false, 0, 0])
    expect(await limits.run(read('ticker', { maxWaitMs: 0 }), async () => 'the permit is there')).toBe(
      'the permit is there',
    )
  })

  it('refuses more than may wait', async () => {
    const { time, limiter: limits } = limiter({ limits: { ticker: oneASecond }, maxWaiting: 2 })
    const all = [1, 2, 3].map(() => limits.run(read('ticker'), async () => undefined))
    expect(await errorOf(all[2]!)).toMatchObject({ code: 'overloaded', outcome: 'not_sent' })
    expect(await limits.run(CANCEL, async () => 'but not a cancel')).toBe('but not a cancel')
    await time.until(Promise.all(all.slice(0, 2)))
  })

  it('passes on what the task throws, and counts it', async () => {
    const { limiter: limits } = limiter({ limits: { ticker: oneASecond } })
    await expect(limits.run(read('ticker'), () => Promise.reject(new Error('reset')))).rejects.toThrow('reset')
    expect((await errorOf(limits.run(read('ticker', { maxWaitMs: 0 }), async () => undefined))).code).toBe(
      'rate_limited',
    )
  })

  it('does not count a task that says that nothing was sent', async () => {
    const { limiter: limits } = limiter({ limits: { ticker: oneASecond } })
    const notSent = new BtcturkError('unavailable', 'not now', { outcome: 'not_sent' })
    await errorOf(limits.run(read('ticker'), () => Promise.reject(notSent)))
    expect(await limits.run(read('ticker', { maxWaitMs: 0 }), async () => 'sent')).toBe('sent')
  })

  it('refuses a budget without a limit', async () => {
    const error = await errorOf(() =>
      limiter({ limits: { ticker: { windows: [{ limit: 0, periodMs: 1000 }], blockMs: 1 } } }),
    )
    expect(error).toMatchObject({ code: 'invalid_request', field: 'limits.ticker' })
  })
})

it('the exchange, which counts from the first request on and blocks for a minute, never has a reason to', async () => {
  const { time, limiter: limits } = limiter()
  const random = seeded(20261124)
  const windows = [
    { limit: 10, periodMs: 1000 },
    { limit: 300, periodMs: 60_000 },
  ].map((window) => ({ ...window, start: Number.NEGATIVE_INFINITY, count: 0 }))
  let refused = 0
  const arrive = () => {
    for (const window of windows) {
      if (time.monotonic() >= window.start + window.periodMs)
        Object.assign(window, { start: time.monotonic(), count: 0 })
      window.count++
      if (window.count > window.limit) refused++
    }
  }
  const ticket: RateLimitedRequest = { limits: ['submit'], lane: 'submit', priority: 0, maxWaitMs: 600_000 }
  const start = time.monotonic()
  const call = async () => {
    await time.sleep(random() * 60_000)
    await limits.run(ticket, async () => {
      await time.sleep(random() * 80)
      arrive()
      await time.sleep(random() * 80)
    })
  }
  await time.until(Promise.all(Array.from({ length: 900 }, call)))
  expect(refused).toBe(0)
  // Nor is much of what is allowed left unused: 900 orders need two full minutes at least.
  expect(time.monotonic() - start).toBeLessThan(200_000)
})
