import { readFileSync } from 'node:fs'
import { appendRecord, EMPTY_CHAIN, isKnownAction, type KnownEvent, VOCABULARY, vocabularyProblem } from '@tezgah/audit'
import { expect, it } from 'vitest'
import { recordJsonSchema } from '../../schema/record-json-schema.ts'
import { createLogWriter, stampOf } from '../events.ts'

const digest = 'ab'.repeat(32)

it('has a JSON Schema that is up to date', () => {
  const file = new URL('../../schema/record.schema.json', import.meta.url)
  expect(readFileSync(file, 'utf8'), 'run schema/write.ts').toBe(recordJsonSchema())
})

it('types an event by its action', () => {
  const events: KnownEvent[] = [
    { actor: 'a', action: 'kill', subject: 'all', outcome: 'success', details: { reason: 'panic' } },
    {
      actor: 'a',
      action: 'fill',
      subject: 'order-1',
      outcome: 'success',
      details: {
        symbol: 'BTCTRY',
        side: 'buy',
        quantity: '0.10',
        price: '3000000',
        note: 'further fields are allowed',
      },
    },
    // @ts-expect-error A rearm must say why.
    { actor: 'a', action: 'rearm', subject: 'all', outcome: 'success', details: {} },
  ]
  expect(events.map(vocabularyProblem)).toEqual([null, null, 'details.reason is missing'])
  expect(() => appendRecord(EMPTY_CHAIN, events[0]!, stampOf(0))).not.toThrow()
})

it.each([
  ['order.placed', { symbol: 'BTCTRY', side: 'buy', quantity: 0.1 }, 'details.quantity is not a decimal'],
  ['order.placed', { symbol: 'BTCTRY', side: 'buy', quantity: '1e3' }, 'details.quantity is not a decimal'],
  ['order.placed', { symbol: 'BTCTRY', side: 'buy', quantity: { $sealed: digest } }, null],
  ['proposal.applied', { proposal: 'ab' }, 'details.proposal is not a digest'],
  ['override.granted', { policy: 'p', reason: 'r', expiresAt: 1.5 }, 'details.expiresAt is not a time'],
  ['guardrail.verdict', { verdict: 'refused', order: 'o', codes: ['A', 1] }, 'details.codes is not a texts'],
  ['approval.granted', { proposal: digest, approvals: -1, needed: 2 }, 'details.approvals is not a count'],
  ['constructor', {}, null],
  ['something.else', { free: true }, null],
])('says what is wrong with %s %j', (action, details, problem) => {
  expect(vocabularyProblem({ action, details })).toBe(problem)
})

it('knows every record that a log writes of itself', () => {
  const writer = createLogWriter()
  writer.rotate()
  for (const line of writer.lines) {
    const record = JSON.parse(String(Buffer.from(line)))
    expect(isKnownAction(record.action)).toBe(true)
    expect(vocabularyProblem(record)).toBeNull()
  }
  expect(Object.keys(VOCABULARY).filter((action) => action.startsWith('log.')).length).toBe(5)
})
