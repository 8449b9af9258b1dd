import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ACCOUNT } from '../../src/options/account.ts'
import { EXECUTION } from '../../src/options/execution.ts'
import { DATE, MARKET_RULES } from '../../src/options/market-rules.ts'
import {
  allowedBy,
  boundsText,
  defaultText,
  type Option,
  type OptionTable,
  type ValueOption,
} from '../../src/options/option.ts'
import { RUN } from '../../src/options/run.ts'
import { SLIPPAGE } from '../../src/options/slippage.ts'
import { STATISTICS } from '../../src/options/statistics.ts'

test.each([
  [{ above: 0 }, 'a decimal above 0'],
  [{ from: 0 }, 'a decimal from 0'],
  [{ from: 0, below: 1 }, 'a decimal from 0 up to, not including, 1'],
  [{ from: 1, to: 1000 }, 'a decimal from 1 to 1000'],
  [{ above: 0, to: 1 }, 'a decimal above 0 up to 1'],
  [{ above: -1 }, 'a decimal above -1'],
])('%j reads as %j', (bounds, text) => {
  expect(boundsText('a decimal', bounds)).toBe(text)
})

/** The comment that an editor shows for an option. */
function commentOf(option: ValueOption): string {
  const isNumber = ['decimal', 'number', 'integer'].includes(option.kind)
  const byDefault = defaultText(option)
  return `/** ${option.doc}${isNumber ? `; ${allowedBy(option)}` : ''}${byDefault === null ? '' : `. Default ${byDefault}`}. */`
}

/** The comments of a table's options, in its order. */
function commentsOf(table: OptionTable): string[] {
  return Object.values<Option>(table).flatMap((option) => {
    if (option.kind === 'group') return commentsOf(option.of)
    if (option.kind === 'variant') return []
    return option.kind === 'list' ? [commentOf(option), ...commentsOf(option.of)] : [commentOf(option)]
  })
}

/** The comments of the literals of a file, without those of its types. */
function commentsIn(file: string): string[] {
  const source = readFileSync(path.join(import.meta.dirname, '../../src/options', file), 'utf8')
  const literals = [...source.matchAll(/^export const \w+ = \{[\s\S]*?^\} as const/gm)].map(([literal]) => literal)
  return literals.flatMap((literal) => [...literal.matchAll(/\/\*\* .* \*\//g)].map(([comment]) => comment))
}

describe('the comments of the tables say what the options say', () => {
  const { account: _account, execution: _execution, statistics: _statistics, rules: _rules, ...run } = RUN
  test.each([
    ['account.ts', ACCOUNT],
    ['execution.ts', EXECUTION],
    ['slippage.ts', Object.assign({}, ...Object.values(SLIPPAGE.variants).map(({ of }) => of)) as OptionTable],
    ['market-rules.ts', { ...MARKET_RULES, ...DATE } as OptionTable],
    ['statistics.ts', STATISTICS],
    ['run.ts', run],
  ])('%s', (file, table: OptionTable) => {
    expect(commentsIn(file)).toEqual(commentsOf(table))
  })
})
