import { expect, test } from 'vitest'
import { z } from 'zod'
import { btcturkFees } from '../../src/market/btcturk-fees.ts'
import type { RunSettings } from '../../src/options/run.ts'
import { runSettingsSchema } from '../../src/options/schema.ts'

const SETTINGS: RunSettings = {
  preset: 'vectorbt',
  account: { initialCash: '1000', fees: btcturkFees() },
  execution: { lot: 0.1, latency: { candles: 2 }, slippage: { model: 'halfSpread', spread: '0.5' } },
  rules: { '*': { tick: 1 }, BTCTRY: [{ tick: 1 }, { from: '2024-01-01', lot: 2 }] },
  statistics: { riskFreeRate: 0.1 },
  bounds: true,
  seed: 7,
}

test('what comes out of the schema is what went in', () => {
  expect(runSettingsSchema.parse(SETTINGS)).toEqual(SETTINGS)
  expect(runSettingsSchema.parse({})).toEqual({})
})

test('the schema alone says in words what is allowed', () => {
  const { error } = runSettingsSchema.safeParse({ account: { initialCash: 0 }, seed: -1 })
  expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['account.initialCash', 'a decimal above 0'],
    ['seed', 'a whole number from 0'],
  ])
})

test('it has a JSON Schema that refuses unknown keys and describes every field', () => {
  const schema = z.toJSONSchema(runSettingsSchema, { io: 'input' })
  expect(schema.additionalProperties).toBe(false)
  const execution = schema.properties!['execution'] as z.core.JSONSchema.JSONSchema
  expect(execution.properties!['limitFill']).toEqual({
    type: 'string',
    enum: ['cross', 'touch', 'touchExceptTargets', 'touchWithProbability'],
    description: expect.stringMatching(/Default cross$/),
  })
  expect(execution.properties!['lot']).toMatchObject({ type: ['string', 'number'] })
})
