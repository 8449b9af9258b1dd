import {
  type Backtest,
  type BacktestOptions,
  backtest,
  createBacktest,
  type Progress,
  type StrategyContext,
} from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candlesFrom } from '../fixtures/candles.ts'
import { smaCross } from '../fixtures/sample-strategies.ts'
import { scripted } from '../fixtures/scripted.ts'
import { optionsOf, randomPortfolio } from '../portfolio/random-portfolio.ts'

const closes = Array.from({ length: 60 }, (_, index) => 100 + ((index * 7) % 13))
const options: BacktestOptions = { strategy: smaCross, candles: candlesFrom({ closes }) }
const digest = backtest(options).manifest.digest

describe('latest()', () => {
  const several = randomPortfolio('margin').map((random) => optionsOf(random))

  test('is the equity curve so far, and null before it begins', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(options), several), fc.integer({ min: 1, max: 9 }), (options, by) => {
        const { equity } = backtest(options)
        const run = createBacktest(options)
        expect(run.latest()).toBeNull()
        while (!run.done) {
          run.step(by)
          const { time, equity: value } = run.latest() ?? {}
          expect(time).toBe(equity.time[run.position - 1])
          // The last candle may close positions; up to it nothing is rounded twice.
          expect(value).toBeCloseTo(equity.equity[run.position - 1] ?? Number.NaN, 6)
        }
        expect(run.result().manifest.digest).toBe(backtest(options).manifest.digest)
      }),
    )
  })
})

describe('run()', () => {
  test('goes to the end and returns the result', async () => {
    const result = await createBacktest(options).run()
    expect(result.manifest.digest).toBe(digest)
  })

  test('reports how far it is after each part', async () => {
    const seen: Progress[] = []
    await createBacktest(options).run({ partSize: 25, onProgress: (progress) => void seen.push(progress) })
    expect(seen).toEqual([25, 50, 60].map((position) => ({ position, length: 60 })))
  })

  test('goes on from where steps have brought it', async () => {
    const run = createBacktest(options)
    run.step(33)
    const seen: number[] = []
    const result = await run.run({ partSize: 20, onProgress: ({ position }) => void seen.push(position) })
    expect(seen).toEqual([53, 60])
    expect(result.manifest.digest).toBe(digest)
  })

  test('stops before the next part once it is aborted, and may go on later', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const run = createBacktest(options)
    const onProgress = ({ position }: Progress): void => {
      if (position === 20) controller.abort(reason)
    }
    await expect(run.run({ signal: controller.signal, onProgress, partSize: 10 })).rejects.toBe(reason)
    expect([run.position, run.done]).toEqual([20, false])
    const result = await run.run()
    expect(result.manifest.digest).toBe(digest)
  })

  test('does not begin where it is aborted already, and says so without a reason too', async () => {
    const run = createBacktest(options)
    await expect(run.run({ signal: { aborted: true } })).rejects.toThrow('the run was aborted')
    expect(run.position).toBe(0)
  })

  test('waits for a report that takes its time, so that others get their turn', async () => {
    const order: string[] = []
    const onProgress = async ({ position }: Progress): Promise<void> => {
      await Promise.resolve()
      order.push(`after ${position}`)
    }
    const running = createBacktest(options).run({ partSize: 30, onProgress })
    order.push('meanwhile')
    await running
    expect(order).toEqual(['meanwhile', 'after 30', 'after 60'])
  })

  test('passes on what a report throws, and may go on later', async () => {
    const run = createBacktest(options)
    const onProgress = (): void => {
      throw new Error('disk full')
    }
    await expect(run.run({ partSize: 7, onProgress })).rejects.toThrow('disk full')
    expect(run.position).toBe(7)
    expect((await run.run()).manifest.digest).toBe(digest)
  })

  test('passes on what the strategy throws, every time', async () => {
    const failing = scripted({
      3: () => {
        throw new Error('no')
      },
    })
    const run = createBacktest({ ...options, strategy: failing })
    await expect(run.run()).rejects.toThrow('strategy "scripted" failed at candle 3')
    await expect(run.run()).rejects.toThrow('strategy "scripted" failed at candle 3')
  })

  test('of a run that is done returns its result', async () => {
    const run = createBacktest(options)
    run.step(60)
    expect((await run.run({ signal: { aborted: true } })).manifest.digest).toBe(digest)
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses parts of %d', async (partSize) => {
    await expect(createBacktest(options).run({ partSize })).rejects.toThrow(
      `partSize must be a whole number from 1, received ${partSize}`,
    )
  })
})

test('a run over several symbols ends where backtest() ends, in whatever steps it gets there', () => {
  fc.assert(
    fc.property(randomPortfolio('margin'), fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (random, steps) => {
      const run = createBacktest(optionsOf(random))
      while (!run.done) run.step(steps.next().value)
      expect(JSON.stringify(run.result())).toBe(JSON.stringify(backtest(optionsOf(random))))
    }),
    { numRuns: 100 },
  )
})

describe('a context that was kept', () => {
  function keep(candles = options.candles): { context: StrategyContext; run: Backtest } {
    const kept: StrategyContext[] = []
    const run = createBacktest({ ...options, candles, strategy: scripted({ 0: (ctx) => kept.push(ctx) }) })
    run.step(run.length)
    return { context: kept[0]!, run }
  }

  test.each<[string, (context: StrategyContext) => unknown]>([
    ['buy', (ctx) => ctx.buy({ quantity: 1 })],
    ['sell', (ctx) => ctx.sell({ quantity: 1 })],
    ['close', (ctx) => ctx.close()],
    ['target', (ctx) => ctx.target({ BTCTRY: 50 })],
    ['oneCancelsOther', (ctx) => ctx.oneCancelsOther([])],
    ['modify', (ctx) => ctx.modify(1, { limit: 5 })],
    ['cancel', (ctx) => ctx.cancel(1)],
    ['cancelAll', (ctx) => ctx.cancelAll()],
  ])('takes no orders after the run: %s', (_name, act) => {
    const { context, run } = keep()
    expect(() => act(context)).toThrow(
      'the run has ended: ctx cannot place, change or cancel orders after the last candle',
    )
    expect(run.result().orders).toEqual([])
  })

  test('still tells how the run ended', () => {
    const { context } = keep()
    expect([context.equity, context.cash, context.position.isOpen, context.orderState(1)]).toEqual([
      100_000,
      100_000,
      false,
      null,
    ])
  })
})
