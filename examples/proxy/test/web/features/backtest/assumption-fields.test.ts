import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../../web/api/documents.ts'
import {
  assumptionsOf,
  assumptionFields as fieldsOf,
  nested,
} from '../../../../web/features/backtest/form/assumption-fields.ts'
import { formMessages } from '../../../../web/features/backtest/form/messages.ts'

const assumptionFields = (settings: Settings, texts: Readonly<Record<string, string>>) =>
  fieldsOf(settings, texts, formMessages.en)

const settings = {
  settings: [
    {
      path: 'preset',
      type: 'choice',
      choices: ['conservative', 'vectorbt'],
      default: 'conservative',
      panel: 1,
    },
    { path: 'account.fees.fixed', type: 'decimal', default: '0', panel: 7 },
    {
      path: 'execution.limitFill',
      type: 'choice',
      choices: ['cross', 'touch', 'touchWithProbability'],
      default: 'cross',
      panel: 5,
    },
    { path: 'execution.stopGap', type: 'choice', choices: ['open', 'stop'], default: 'open', panel: null },
    { path: 'bounds', type: 'boolean', default: 'false', panel: 2 },
  ],
  presets: { conservative: { execution: { limitFill: 'cross' } }, vectorbt: { execution: { limitFill: 'touch' } } },
} as unknown as Settings

describe('the fields of the assumptions', () => {
  it('are those offered, each with what holds while it is left alone', () => {
    expect(assumptionFields(settings, { preset: 'vectorbt' })).toMatchObject([
      { name: 'preset', initial: '', unset: 'conservative', choices: ['vectorbt'] },
      { name: 'bounds', kind: 'choice', unset: 'no', choices: ['yes'] },
      { name: 'execution.limitFill', unset: 'touch', choices: ['cross'] },
      { name: 'account.fees.fixed', kind: 'number', unset: '0' },
    ])
    expect(assumptionFields(settings, {})[2]).toMatchObject({ unset: 'cross', choices: ['touch'] })
  })

  it('send what was changed and nothing else, with every digit', () => {
    const texts = { preset: 'vectorbt', bounds: 'yes', 'account.fees.fixed': ' 0.10000000000000000001 ' }
    const fields = assumptionFields(settings, texts)
    expect(assumptionsOf(fields, {})).toEqual({})
    expect(nested(assumptionsOf(fields, texts))).toEqual({
      preset: 'vectorbt',
      bounds: true,
      account: { fees: { fixed: '0.10000000000000000001' } },
    })
  })

  it('leave out what was chosen before the preset that says the same', () => {
    const texts = { preset: 'vectorbt', 'execution.limitFill': 'touch' }
    expect(assumptionsOf(assumptionFields(settings, texts), texts)).toEqual({ preset: 'vectorbt' })
  })
})
