import { describe, expect, it } from 'vitest'
import { readSettings } from '../web/api/settings.ts'
import { assumptionFields, assumptionsOf, nested } from '../web/form/assumption-fields.ts'

const settings = readSettings({
  settings: [
    {
      path: 'preset',
      type: 'choice',
      choices: ['conservative', 'vectorbt'],
      description: 'Rules. Default conservative',
    },
    { path: 'account.fees.fixed', type: 'decimal', description: 'Quote currency per fill. Default 0' },
    {
      path: 'execution.limitFill',
      type: 'choice',
      choices: ['cross', 'touch', 'touchWithProbability'],
      description: 'Whether a limit fills. Default cross',
    },
    { path: 'execution.stopGap', type: 'choice', choices: ['open', 'stop'], description: 'Not offered' },
    { path: 'bounds', type: 'boolean', description: 'Run more paths. Default false' },
  ],
  presets: { conservative: { execution: { limitFill: 'cross' } }, vectorbt: { execution: { limitFill: 'touch' } } },
})

describe('the fields of the assumptions', () => {
  it('are those offered, each with what holds while nothing is chosen', () => {
    expect(assumptionFields(settings, 'vectorbt')).toMatchObject([
      { name: 'preset', initial: 'conservative', unset: null },
      { name: 'bounds', kind: 'boolean', initial: 'false', unset: null },
      { name: 'execution.limitFill', unset: 'touch', choices: ['cross', 'touch'], help: 'Whether a limit fills' },
      { name: 'account.fees.fixed', kind: 'number', initial: '', unset: '0' },
    ])
  })

  it('send what was changed and nothing else, with every digit', () => {
    const fields = assumptionFields(settings, 'conservative')
    const texts = { preset: 'vectorbt', bounds: 'true', 'account.fees.fixed': ' 0.10000000000000000001 ' }
    expect(assumptionsOf(fields, {})).toEqual({})
    expect(assumptionsOf(fields, { preset: 'conservative', bounds: 'false' })).toEqual({})
    expect(nested(assumptionsOf(fields, texts))).toEqual({
      preset: 'vectorbt',
      bounds: true,
      account: { fees: { fixed: '0.10000000000000000001' } },
    })
  })
})
