import { REASON_CODES } from '@tezgah/guardrails'
import { expect, it } from 'vitest'
import { compareAll, type Tally } from './reference/compare.ts'

/** Reasons that no well-formed order and state lead to: malformed ones, and those of starts, which have tests of their own. */
const ELSEWHERE = [
  'INVALID_INTENT',
  'EVALUATION_FAILED',
  'PARAMETERS_NOT_APPROVED',
  'RUN_LIMIT_ABOVE_APPROVED',
  'NOT_APPROVED_WHILE_REDUCING',
]

it('agrees with a reference that knows only the guide and fractions, at every limit and beside it', () => {
  const tally: Tally = { verdicts: {}, codes: {} }
  expect(compareAll(1, 15_000, tally)).toBeNull()
  // Every reason was met, and every verdict often.
  expect(Object.keys(tally.codes).sort()).toEqual(
    Object.keys(REASON_CODES)
      .filter((code) => !ELSEWHERE.includes(code))
      .sort(),
  )
  expect(Math.min(...Object.values(tally.verdicts))).toBeGreaterThan(500)
}, 60_000)
