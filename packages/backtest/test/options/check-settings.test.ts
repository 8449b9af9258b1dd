import { describe, expect, it } from 'vitest'
import { checkSettings } from '../../src/options/check-settings.ts'
import { presetSettings } from '../../src/options/presets.ts'
import { PRESETS } from '../../src/options/run.ts'

describe('checkSettings', () => {
  it('finds nothing wrong with what every preset spells out', () => {
    for (const preset of PRESETS) expect(checkSettings(presetSettings(preset))).toEqual([])
  })

  it('names every wrong setting, what is allowed and what was received', () => {
    const input = {
      preset: 'zipline',
      account: { initialCash: -5, feeRates: 1, fees: { fixed: 'x' } },
      execution: { latency: { candles: 1, milliseconds: 1 } },
      bounds: 'yes',
      fees: 1,
    }
    expect(checkSettings(input)).toEqual([
      {
        field: 'preset',
        message:
          'must be "conservative", "backtesting.py", "backtrader", "freqtrade" or "vectorbt", received "zipline"',
      },
      { field: 'account.initialCash', message: 'must be a decimal above 0, received -5' },
      { field: 'account.fees.fixed', message: 'must be a decimal from 0, received "x"' },
      { field: 'account.feeRates', message: expect.stringMatching(/^no such option, expected one of initialCash, /) },
      {
        field: 'execution.latency',
        message: expect.stringMatching(/^must be an object with exactly one of candles and milliseconds, received /),
      },
      { field: 'bounds', message: 'must be true or false, received "yes"' },
      { field: 'fees', message: expect.stringMatching(/^no such option, expected one of preset, account, /) },
    ])
  })

  it.each([null, [], 'x', 7])('refuses %j as settings', (input) => {
    expect(checkSettings(input)).toEqual([
      { field: '', message: expect.stringMatching(/^must be an object, received /) },
    ])
  })
})

it('spells out what a preset decides, and the defaults for the rest', () => {
  expect(presetSettings('vectorbt')).toMatchObject({
    preset: 'vectorbt',
    account: { lots: 'average', feeRate: '0.001' },
    execution: { fillAt: 'close', fillsPerCandle: 'one', path: 'worst' },
    statistics: { convention: 'tezgah' },
  })
})
