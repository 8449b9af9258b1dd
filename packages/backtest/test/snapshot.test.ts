import {
  type BacktestOptions,
  backtest,
  createBacktest,
  createSeries,
  defineStrategy,
  isBacktestError,
  restoreBacktest,
  type Snapshot,
} from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { candlesFrom } from './fixtures/candles.ts'
import { SAMPLES, smaCross } from './fixtures/sample-strategies.ts'
import { scripted } from './fixtures/scripted.ts'
import { optionsOf, randomPortfolio } from './portfolio/random-portfolio.ts'

const closes = Array.from({ length: 60 }, (_, index) => 100 + ((index * 7) % 13))
const candles = candlesFrom({ closes })
const options: BacktestOptions = { strategy: smaCross, candles }

function snapshotAt(position: number, from: BacktestOptions = options): Snapshot {
  const run = createBacktest(from)
  if (position > 0) run.step(position)
  return run.snapshot()
}

describe('a run that is restored', () => {
  test('stands where it stood, and ends with the same digest', () => {
    const run = restoreBacktest(options, snapshotAt(23))
    expect([run.position, run.length, run.done]).toEqual([23, 60, false])
    run.step(60)
    expect(run.result().manifest.digest).toBe(backtest(options).manifest.digest)
  })

  test('does so at every candle, the first and the last included', () => {
    for (const strategy of SAMPLES) {
      const { digest } = backtest({ ...options, strategy }).manifest
      for (const position of [0, 1, 30, 59, 60]) {
        const run = restoreBacktest({ ...options, strategy }, snapshotAt(position, { ...options, strategy }))
        if (!run.done) run.step(60)
        expect(run.result().manifest.digest).toBe(digest)
      }
    }
  })

  test.each(['spot', 'margin'] as const)(
    'does so with orders of every kind over several symbols of a %s account',
    { timeout: 60_000 },
    (model) => {
      fc.assert(
        fc.property(randomPortfolio(model), fc.nat(), (random, pick) => {
          const input = optionsOf(random)
          const whole = createBacktest(input)
          const position = pick % (whole.length + 1)
          const run = restoreBacktest(input, JSON.parse(JSON.stringify(snapshotAt(position, input))))
          expect(run.position).toBe(position)
          if (!run.done) run.step(run.length)
          expect(run.result().manifest.digest).toBe(backtest(input).manifest.digest)
        }),
        { numRuns: 100 },
      )
    },
  )

  test('is restored from a copy of the candles as well', () => {
    const copy = createSeries({ ...candles, close: candles.close.slice() })
    expect(restoreBacktest({ ...options, candles: copy }, snapshotAt(7)).position).toBe(7)
  })
})

test('a snapshot is plain JSON, and small', () => {
  const snapshot = snapshotAt(60)
  expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot)
  expect(JSON.stringify(snapshot).length).toBeLessThan(400)
})

test('a run that failed has none', () => {
  const run = createBacktest({
    ...options,
    strategy: scripted({
      1: () => {
        throw new Error('no')
      },
    }),
  })
  expect(() => run.step(60)).toThrow('failed at candle 1')
  expect(() => run.snapshot()).toThrow('failed at candle 1')
})

function refusal(changed: Partial<BacktestOptions>, snapshot: unknown = snapshotAt(30)) {
  try {
    restoreBacktest({ ...options, ...changed }, snapshot as Snapshot)
  } catch (error) {
    if (isBacktestError(error)) return { code: error.code, field: error.field, message: error.message }
    throw error
  }
  throw new Error('it was restored')
}

describe('a snapshot is refused, and what is different is named:', () => {
  const path = { path: 'detail', detail: finer(100) } as const

  function finer(price: number) {
    const column = [price]
    return createSeries({
      symbol: 'BTCTRY',
      interval: '12h',
      time: [0],
      open: column,
      high: column,
      low: column,
      close: column,
      volume: column,
    })
  }

  test.each<[string, Partial<BacktestOptions>]>([
    ['other candles', { candles: candlesFrom({ closes: closes.with(59, 1) }) }],
    ['parameters', { params: { fast: 3 } }],
    ['cash', { account: { initialCash: 5 } }],
    ['costs', { execution: { slippageBps: 1 } }],
    ['rules', { rules: { '*': { tick: 1 } } }],
    ['a seed', { seed: 1 }],
    ['finer candles', { execution: path }],
  ])('%s', (_what, changed) => {
    const { code, field, message } = refusal(changed)
    expect({ code, field }).toEqual({ code: 'invalid_options', field: 'snapshot.inputs' })
    expect(message).toMatch(
      /^snapshot\.inputs must be the hash of these candles, parameters and settings, received [0-9a-f]{64}$/,
    )
  })

  test('other finer candles of the same interval', () => {
    const snapshot = snapshotAt(30, { ...options, execution: path })
    expect(refusal({ execution: { ...path, detail: finer(99) } }, snapshot).field).toBe('snapshot.inputs')
  })

  test('another strategy', () => {
    expect(refusal({ strategy: SAMPLES[1]! })).toMatchObject({
      field: 'snapshot.strategy',
      message: 'snapshot.strategy must be donchian-with-stop, received sma-cross',
    })
  })

  test('another version of the engine', () => {
    expect(refusal({}, { ...snapshotAt(3), engineVersion: '0.0.1' }).field).toBe('snapshot.engineVersion')
  })

  test.each<[unknown]>([[-1], [61], [1.5], ['3'], [undefined]])('position %j', (position) => {
    expect(refusal({}, { ...snapshotAt(3), position })).toMatchObject({
      field: 'snapshot.position',
      message: `snapshot.position must be a whole number from 0 to 60, received ${position}`,
    })
  })

  test.each<[unknown]>([[null], [undefined], ['snapshot'], [5]])('%j', (snapshot) => {
    expect(refusal({}, snapshot ?? null)).toMatchObject({ code: 'invalid_options', field: 'snapshot' })
  })

  test('another state, as of a strategy that is not deterministic', () => {
    let runs = 0
    const strategy = defineStrategy({
      name: 'moody',
      params: z.object({}),
      setup: () => {
        const quantity = ++runs
        return { onCandle: (ctx) => void (ctx.index === 0 && ctx.buy({ quantity })) }
      },
    })
    expect(refusal({ strategy }, snapshotAt(5, { ...options, strategy }))).toMatchObject({
      field: 'snapshot.state',
      message: expect.stringContaining(
        'replaying to candle 5 gave a different state; the strategy is not deterministic',
      ),
    })
  })

  test('a state that only a pending order tells apart', () => {
    const limitAt = (limit: number) => scripted({ 0: (ctx) => ctx.buy({ quantity: 1, limit }) })
    const snapshot = snapshotAt(5, { ...options, strategy: limitAt(50) })
    expect(refusal({ strategy: limitAt(51) }, snapshot).field).toBe('snapshot.state')
  })
})
