import { describe, expect, it } from 'vitest'
import { shellMessages } from '../../../web/app/messages.ts'
import { chartMessages } from '../../../web/charts/messages.ts'
import { auditMessages } from '../../../web/features/audit/messages.ts'
import { formMessages } from '../../../web/features/backtest/form/messages.ts'
import { backtestMessages } from '../../../web/features/backtest/messages.ts'
import { resultMessages } from '../../../web/features/backtest/result/messages.ts'
import { runMessages } from '../../../web/features/backtest/run/messages.ts'
import { uploadMessages } from '../../../web/features/backtest/upload/messages.ts'
import { guardrailsMessages } from '../../../web/features/guardrails/shared/messages.ts'
import { homeMessages } from '../../../web/features/home/messages.ts'
import * as contractNames from '../../../web/i18n/contract-names.ts'
import { formatOf } from '../../../web/i18n/format.ts'
import type { Messages } from '../../../web/i18n/messages.ts'
import { firstLanguage } from '../../../web/state/language.ts'
import { schemaMessages } from '../../../web/ui/schema-messages.ts'
import { sessionMessages } from '../../../web/ui/session-messages.ts'

/** Every key with what stands there: a text, or how many arguments its function takes. */
function shapeOf(messages: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? shapeOf(value, `${path}${key}.`)
      : [[`${path}${key}`, typeof value === 'function' ? `function of ${value.length}` : typeof value] as const],
  )
}

const dictionaries: readonly (readonly [string, Messages<object>])[] = [
  ...Object.entries(contractNames).flatMap(([name, names]) =>
    typeof names === 'function' ? [] : [[name, names] as const],
  ),
  ['schema fields', schemaMessages],
  ['session dialogs', sessionMessages],
  ['shell', shellMessages],
  ['home', homeMessages],
  ['forms', formMessages],
  ['runs', runMessages],
  ['results', resultMessages],
  ['charts', chartMessages],
  ['uploads', uploadMessages],
  ['the views of backtests', backtestMessages],
  ['audit', auditMessages],
  ['guardrails', guardrailsMessages],
]

describe.each(dictionaries)('the messages of %s', (_name, messages) => {
  it('have the same keys and the same arguments in both languages', () => {
    expect(shapeOf(messages.tr)).toEqual(shapeOf(messages.en))
  })

  it('are nowhere empty', () => {
    const texts = [messages.en, messages.tr].flatMap((side) => JSON.stringify(side))
    for (const text of texts) expect(text).not.toContain('""')
  })
})

describe('the language', () => {
  it.each([
    ['tr', ['en-GB'], 'tr'],
    [null, ['de-DE', 'tr-TR', 'en'], 'tr'],
    [null, ['de-DE'], 'en'],
    ['xx', [], 'en'],
  ] as const)('chosen %s, preferred %j: %s', (chosen, preferred, expected) => {
    expect(firstLanguage(chosen, preferred)).toBe(expected)
  })
})

describe('formats', () => {
  const en = formatOf('en')
  const tr = formatOf('tr')

  it('are made once for each language', () => {
    expect(formatOf('tr')).toBe(tr)
  })

  it('write numbers as the language does', () => {
    expect([en.count(-12_345), tr.count(-12_345)]).toEqual(['−12,345', '−12.345'])
    expect([en.percent(0.123), tr.percent(0.123)]).toEqual(['12.3%', '%12,3'])
    expect([en.signedPercent(0.5), en.signedPercent(-0.5), en.signedPercent(0)]).toEqual(['+50%', '−50%', '0%'])
    expect([en.decimal(1.5, 2), tr.decimal(1.5, 2)]).toEqual(['1.50', '1,50'])
  })

  it('keep the places of a price', () => {
    expect([en.price('3412650'), en.price('0.1230'), tr.price('41.50')]).toEqual(['3,412,650', '0.1230', '41,50'])
  })

  it.each([
    [0, '0 ms'],
    [6.14, '6.1 ms'],
    [88, '88 ms'],
    [1_420, '1.4 secs'],
    [12_000, '12 secs'],
    [180_000, '3 mins'],
  ])('write %s ms as %s', (ms, text) => {
    expect(en.duration(ms)).toBe(text)
  })

  it('say how long ago', () => {
    expect([en.ago(400), en.ago(12_900), tr.ago(12_900), en.ago(180_000)]).toEqual([
      'now',
      '12 sec ago',
      '12 sn. önce',
      '3 min ago',
    ])
  })
})
