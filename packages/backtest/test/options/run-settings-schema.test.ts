import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { btcturkFees } from '../../src/market/btcturk-fees.ts'
import type { RunSettings } from '../../src/options/options.ts'
import { runSettingsSchema } from '../../src/options/schema/run-settings-schema.ts'
import { settingPaths } from '../../src/options/settings-paths.ts'

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

describe('the list of settings', () => {
  const paths = settingPaths()
  const find = (path: string) => paths.find((setting) => setting.path === path)

  test('has each setting once', () => {
    expect(new Set(paths.map(({ path }) => path)).size).toBe(paths.length)
    expect(paths.map(({ path }) => path)).toEqual([
      'preset',
      'account.initialCash',
      'account.feeRate',
      'account.makerFeeRate',
      'account.takerFeeRate',
      'account.fees.tiers',
      'account.fees.fixed',
      'account.fees.minimum',
      'account.fees.currency',
      'account.model',
      'account.positions',
      'account.lots',
      'account.leverage',
      'account.maintenanceMarginRate',
      'account.borrowRate',
      'execution.fillAt',
      'execution.limitFill',
      'execution.touchProbability',
      'execution.stopGap',
      'execution.limitGap',
      'execution.stopLimitGap',
      'execution.path',
      'execution.slippageBps',
      'execution.slippage.model',
      'execution.slippage.amount',
      'execution.slippage.bps',
      'execution.slippage.ticks',
      'execution.slippage.spread',
      'execution.slippage.spreadBps',
      'execution.slippage.coefficient',
      'execution.slippage.maximum',
      'execution.slippageOn',
      'execution.participation',
      'execution.latency.candles',
      'execution.latency.milliseconds',
      'execution.bracketFrom',
      'execution.stopLimitFrom',
      'execution.trailingPath',
      'execution.fillsPerCandle',
      'execution.startFrom',
      'execution.openTradesAtEnd',
      'execution.lot',
      'rules',
      'statistics.periodsPerYear',
      'statistics.convention',
      'statistics.riskFreeRate',
      'bounds',
      'seed',
    ])
  })

  test('describes each in a sentence and says what is allowed', () => {
    for (const { description, allowed } of paths) {
      expect(description).toMatch(/^[A-Z]/)
      expect(allowed).not.toBe('')
    }
  })

  test('knows its type', () => {
    expect(find('execution.lot')).toMatchObject({ type: 'decimal', allowed: 'a decimal above 0' })
    expect(find('execution.slippage.model')).toMatchObject({
      type: 'choice',
      choices: ['none', 'fixed', 'basisPoints', 'ticks', 'halfSpread', 'volumeShare'],
    })
    expect(find('execution.slippage.ticks')).toMatchObject({ type: 'integer' })
    expect(find('statistics.riskFreeRate')).toMatchObject({ type: 'number' })
    expect(find('account.fees.tiers')).toMatchObject({ type: 'json' })
    expect(find('bounds')).toMatchObject({ type: 'boolean' })
  })
})
