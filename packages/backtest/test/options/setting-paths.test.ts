import { describe, expect, test } from 'vitest'
import { settingPaths } from '../../src/options/setting-paths.ts'

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

  test('says what holds where it is not given', () => {
    expect(find('execution.lot')).toMatchObject({
      doc: 'Smallest step of a quantity, in base units, of symbols whose rules give none',
      default: '0.00000001',
      description: 'Smallest step of a quantity, in base units, of symbols whose rules give none. Default 0.00000001',
    })
    expect(find('account.makerFeeRate')).toMatchObject({ default: 'feeRate' })
    expect(find('execution.touchProbability')).toMatchObject({ default: null })
  })

  test('gives no short name and no place in the form twice', () => {
    const flags = paths.flatMap(({ flag }) => flag ?? [])
    expect(new Set(flags).size).toBe(flags.length)
    const places = paths.flatMap(({ panel }) => panel ?? [])
    expect(places.toSorted((a, b) => a - b)).toEqual(places.map((_, index) => index + 1))
  })
})
