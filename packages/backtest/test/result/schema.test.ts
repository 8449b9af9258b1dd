import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type BacktestResult, backtest, backtestResultSchema, ENGINE_VERSION, RESULT_SCHEMA } from '@tezgah/backtest'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resultJsonSchema } from '../../schema/result-json-schema.ts'
import { candlesFrom } from '../fixtures/candles.ts'
import { playRandom, randomRun } from '../fixtures/random-run.ts'
import { SAMPLES, smaCross } from '../fixtures/sample-strategies.ts'
import { scripted } from '../fixtures/scripted.ts'

const packageFolder = path.join(import.meta.dirname, '..', '..')
const read = (...parts: string[]): string => readFileSync(path.join(packageFolder, ...parts), 'utf8')

const committedSchema = read('schema', 'result.schema.json')
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(committedSchema))

function expectValid(result: BacktestResult): void {
  const published: unknown = JSON.parse(JSON.stringify(result))
  expect(validate(published), JSON.stringify(validate.errors)).toBe(true)
  expect(backtestResultSchema.parse(published), 'the schema changes nothing').toEqual(published)
}

describe('the published JSON follows both schemas', () => {
  test('for orders of every kind', () => {
    fc.assert(
      fc.property(randomRun(), (run) => expectValid(playRandom(run))),
      { numRuns: 150 },
    )
  })

  test('for the sample strategies', () => {
    const closes = Array.from({ length: 60 }, (_, index) => 100 + ((index * 7) % 13))
    for (const strategy of SAMPLES) expectValid(backtest({ strategy, candles: candlesFrom({ closes }) }))
  })

  test('for one candle, where hardly any statistic exists', () => {
    const result = backtest({ strategy: smaCross, candles: candlesFrom({ closes: [100] }) })
    expectValid(result)
    expect(result.stats.sharpe).toBeNull()
    expect(result.stats.notes['sharpe']).toMatch(/\S/)
  })

  test('for refusals and for an order that still works', () => {
    const script = scripted({
      0: (ctx) => {
        ctx.buy({ quantity: Number.NaN })
        ctx.buy({ quantity: 1, limit: -1 })
        ctx.buy({ quantity: '1e9', limit: 100 })
        ctx.sell({ quantity: 1 })
        ctx.buy({ quantity: '1e-9' })
        ctx.buy({ quantity: 1, stop: 500, tag: 'never' })
      },
    })
    expectValid(backtest({ strategy: script, candles: candlesFrom({ closes: [100, 100] }) }))
  })
})

describe('the schema refuses', () => {
  const sound = () => {
    const closes = Array.from({ length: 60 }, (_, index) => 100 + ((index * 7) % 13))
    return JSON.parse(JSON.stringify(backtest({ strategy: smaCross, candles: candlesFrom({ closes }) })))
  }

  test.each<[string, (report: ReturnType<typeof sound>) => unknown]>([
    ['money as a number', ({ account }) => Object.assign(account, { cash: 1000 })],
    ['money with an exponent', ({ account }) => Object.assign(account, { cash: '1e5' })],
    ['another schema number', (report) => Object.assign(report, { schema: 1 })],
    ['an unknown field', (report) => Object.assign(report, { extra: 1 })],
    ['a missing list', (report) => delete report.fills],
    ['an unknown fill reason', ({ fills }) => Object.assign(fills[0], { reason: 'magic' })],
    ['a digest that is none', ({ manifest }) => Object.assign(manifest, { digest: 'A'.repeat(64) })],
    ['an equity of null', ({ equity }) => Object.assign(equity.equity, [null])],
    ['a time with a fraction', ({ fills }) => Object.assign(fills[0], { time: 0.5 })],
  ])('%s', (_what, spoil) => {
    const report = sound()
    expect(validate(report)).toBe(true)
    spoil(report)
    expect(validate(report)).toBe(false)
    expect(backtestResultSchema.safeParse(report).success).toBe(false)
  })
})

test('the committed schema is the one that the sources give', () => {
  expect(committedSchema, 'run `npm run schema` after a change of the format').toBe(resultJsonSchema())
})

test('a result names its schema and the version of this package', () => {
  const { schema, manifest } = backtest({ strategy: smaCross, candles: candlesFrom({ closes: [1, 2] }) })
  expect(schema).toBe(RESULT_SCHEMA)
  expect(manifest.engineVersion).toBe(ENGINE_VERSION)
  expect(ENGINE_VERSION).toBe(JSON.parse(read('package.json')).version)
})
