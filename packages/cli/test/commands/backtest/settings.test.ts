import { settingPaths } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { readSettings, SETTING_FLAGS, sourceOf } from '../../../src/commands/backtest/settings.ts'

describe('readSettings', () => {
  it('puts each text where its path says, as a value of its kind', () => {
    const flags = {
      preset: 'backtrader',
      'account.feeRate': '0.0010',
      'account.fees.fixed': '1',
      'account.fees.tiers': '[]',
      'execution.latency.candles': '2',
      'execution.touchProbability': '.5',
      'statistics.riskFreeRate': '-1e-2',
      bounds: true,
      seed: '7',
    }
    expect(readSettings(flags, {})).toEqual({
      preset: 'backtrader',
      account: { feeRate: '0.0010', fees: { fixed: '1', tiers: [] } },
      execution: { latency: { candles: 2 }, touchProbability: 0.5 },
      statistics: { riskFreeRate: -0.01 },
      bounds: true,
      seed: 7,
    })
  })

  it('lets flags win over the file, a group inside a group as one value', () => {
    const file = {
      seed: 1,
      bounds: true,
      account: { feeRate: '0.1', lots: 'lifo', fees: { fixed: '1', minimum: '2' } },
      execution: { slippage: { model: 'basisPoints', bps: 5 }, latency: { candles: 1 } },
    } as const
    const flags = {
      'account.feeRate': '0.2',
      'account.fees.fixed': '3',
      'execution.slippage.model': 'halfSpread',
      'execution.slippage.spread': '4',
      bounds: 'false',
    }
    expect(readSettings(flags, file)).toEqual({
      seed: 1,
      bounds: false,
      account: { feeRate: '0.2', lots: 'lifo', fees: { fixed: '3' } },
      execution: { slippage: { model: 'halfSpread', spread: '4' }, latency: { candles: 1 } },
    })
    expect(file.account.feeRate, 'the file stays as it was read').toBe('0.1')
  })

  it('leaves a text that is no value of its kind for the schema to refuse', () => {
    expect(readSettings({ seed: 'x', bounds: 'maybe' }, {})).toEqual({ seed: 'x', bounds: 'maybe' })
  })

  it('refuses JSON that is none', () => {
    expect(() => readSettings({ rules: '{tick:1}' }, {})).toThrow('--rules must be JSON, received "{tick:1}"')
  })
})

describe('sourceOf', () => {
  const flags = {
    'account.feeRate': '2',
    'account.fees.tiers': '[]',
    'execution.slippage.bps': '1',
    settings: 'a.json',
  }

  it.each([
    ['account.feeRate', '--fee-rate'],
    ['account.fees.tiers[0].fromVolume', '--account.fees.tiers'],
    ['execution.slippage', '--execution.slippage.bps'],
    ['account.leverage', '--settings a.json'],
  ])('%s comes from %s', (field, source) => expect(sourceOf(field, flags)).toBe(source))

  it('names the flag to use where nothing gave it', () => {
    expect(sourceOf('account.leverage', {})).toBe('--account.leverage')
    expect(sourceOf('elsewhere', {})).toBeNull()
  })
})

it('has a flag for every setting, each under another name', () => {
  expect(SETTING_FLAGS.map(({ path }) => path)).toEqual(settingPaths().map(({ path }) => path))
  expect(new Set(SETTING_FLAGS.map(({ flag }) => flag)).size).toBe(SETTING_FLAGS.length)
})
