import { describe, expect, it } from 'vitest'
import {
  choicesOf,
  EVERYTHING,
  filterVerdicts,
  newerThan,
} from '../../../../web/features/guardrails/verdicts/filter-verdicts.ts'
import { verdictDocument } from '../../../support/guardrail-documents.ts'

const refused = verdictDocument('a', 3, { verdict: 'refused', policies: ['max-drawdown', 'max-notional'] })
const other = verdictDocument('b', 2, { strategy: 'breakout' })
const approved = verdictDocument('c', 1)
const all = [refused, other, approved]

describe('the filter of verdicts', () => {
  it.each([
    [{}, all],
    [{ verdict: 'approved' }, [other, approved]],
    [{ policy: 'max-notional' }, [refused]],
    [{ strategy: 'breakout' }, [other]],
    [{ strategy: 'breakout', verdict: 'refused' }, []],
  ])('%j', (filter, expected) => {
    expect(filterVerdicts(all, { ...EVERYTHING, ...filter })).toEqual(expected)
  })

  it('offers what is there, and what is chosen although it is gone', () => {
    expect(choicesOf(['b', 'a', 'b'], '')).toEqual(['a', 'b'])
    expect(choicesOf(['b'], 'gone')).toEqual(['b', 'gone'])
  })

  it('counts what came after a list was frozen, also when old ones have left', () => {
    expect(newerThan(all, [approved])).toBe(2)
    expect(newerThan([refused], all)).toBe(0)
  })
})
