import { describe, expect, test } from 'vitest'
import { PRESETS, type Preset } from '../../src/options/run.ts'
import { assumptionsOf } from '../../src/settings/assumptions.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import type { BacktestOptions } from '../../src/settings/settings.ts'
import { candles, strategy } from '../settings/refusal.ts'

function assumptions(options: Partial<BacktestOptions>) {
  return assumptionsOf(readSettings({ strategy, candles, ...options }), candles.time)
}

const conservative = assumptions({})

/** What a preset changes against `conservative`. */
const CHANGES: Record<Preset, Record<string, unknown>> = {
  conservative: {},
  'backtesting.py': {
    account: 'margin',
    limitFill: 'touch',
    stopLimitGap: 'wholeCandle',
    bracketFrom: 'whenUnambiguous',
    slippageOn: 'entries',
    startFrom: 'afterWarmUp',
    lot: '1',
    rules: { BTCTRY: [{ from: null, tick: null, lot: '1', minimumValue: null, maximumQuantity: null }] },
    convention: 'backtesting.py',
  },
  backtrader: {
    account: 'margin',
    lots: 'average',
    limitFill: 'touch',
    bracketFrom: 'nextCandle',
    stopLimitFrom: 'byColour',
  },
  freqtrade: {
    lots: 'average',
    limitFill: 'touchExceptTargets',
    stopGap: 'stop',
    limitGap: 'limit',
    stopLimitGap: 'stop',
    trailingPath: 'favourableFirst',
    openTradesAtEnd: 'closeAtOpen',
    convention: 'freqtrade',
  },
  vectorbt: {
    lots: 'average',
    fillAt: 'close',
    limitFill: 'touch',
    slippageOn: 'marketOrders',
    fillsPerCandle: 'one',
  },
}

test.each(PRESETS)('%s changes what the table of its rules says, and nothing else', (preset) => {
  expect(assumptions({ preset })).toEqual({ ...conservative, preset, ...CHANGES[preset] })
})

describe('the keys of the user win over those of a preset:', () => {
  test('one of a group', () => {
    const { limitFill, bracketFrom, lot } = assumptions({ preset: 'backtesting.py', execution: { limitFill: 'cross' } })
    expect([limitFill, bracketFrom, lot]).toEqual(['cross', 'whenUnambiguous', '1'])
  })

  test('one that is undefined does not', () => {
    expect(assumptions({ preset: 'vectorbt', execution: { fillAt: undefined } }).fillAt).toBe('close')
  })

  test('a spot account stays possible under a preset of margin', () => {
    expect(assumptions({ preset: 'backtrader', account: { model: 'spot' } }).account).toBe('spot')
  })

  test('leverage is possible under a preset of margin without naming the model', () => {
    expect(assumptions({ preset: 'backtesting.py', account: { leverage: 5 } })).toMatchObject({
      leverage: '5',
      maintenanceMarginRate: '0',
    })
  })

  test('a lot of the rules wins over that of a preset', () => {
    const rules = { '*': { lot: '0.1' } }
    expect(assumptions({ preset: 'backtesting.py', rules }).rules['BTCTRY']![0]!.lot).toBe('0.1')
  })
})

test('money stays the user’s: no preset sets the cash or a fee', () => {
  for (const preset of PRESETS) {
    expect(assumptions({ preset })).toMatchObject({
      initialCash: '100000',
      makerFeeRate: '0.001',
      takerFeeRate: '0.001',
      fees: { fixed: '0', minimum: '0', currency: 'quote' },
      slippageBps: '0',
    })
  }
})
