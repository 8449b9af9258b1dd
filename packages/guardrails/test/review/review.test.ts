import { compilePolicies, type PolicyData, review, type State } from '@tezgah/guardrails'
import { describe, expect, it } from 'vitest'
import { NOW, only, order, state } from '../example.ts'

const size = (name: string, more: object = {}): PolicyData => ({ name, kind: 'maxQuantity', maxQuantity: '0', ...more })
const set = (...policies: PolicyData[]) => compilePolicies({ version: 1, policies })
const judged = (change: object, policies = set(size('p'))) => review({ ...order, ...change }, state, policies)

describe('a refusal', () => {
  it('says what was found against what is allowed, in one sentence', () => {
    expect(judged({}).reasons).toEqual([
      {
        policy: 'p',
        kind: 'maxQuantity',
        code: 'QUANTITY_ABOVE_LIMIT',
        observed: '0.01',
        limit: '0',
        unit: 'base',
        message: 'p: the quantity of the order is above the limit (0.01 against 0 base)',
      },
    ])
    expect(judged({ symbol: '' })).toMatchObject({
      reasons: [{ code: 'INVALID_INTENT', observed: 'intent.symbol', limit: expect.stringContaining('Too small') }],
      shadow: [],
      waived: [],
    })
  })

  it('has its reasons in the order of the policies’ names', () => {
    const names = judged({}, set(size('b'), size('c'), size('a'))).reasons.map(({ policy }) => policy)
    expect(names).toEqual(['a', 'b', 'c'])
  })

  it('has a reason where the state as a whole is broken', () => {
    const { verdict, reasons } = review(order, null as unknown as State, set(size('p')))
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(['refused', ['INVALID_INPUT']])
  })

  it('tells how far ahead an intent may be', () => {
    const reasons = judged({ at: NOW + 6 }).reasons.filter(({ code }) => code === 'INVALID_INTENT')
    expect(reasons).toMatchObject([
      { observed: `intent.at = ${NOW + 6}`, limit: `no later than ${NOW + 5}`, unit: 'ms' },
    ])
  })
})

it('a cancel comes with nothing else', () => {
  const cancel = { kind: 'cancel', id: 'x', symbol: 'BTCTRY', orderId: 'y', at: NOW } as const
  expect(review(cancel, state, set())).toEqual({
    verdict: 'approved',
    intent: cancel,
    reasons: [],
    shadow: [],
    waived: [],
  })
})

it('no override concerns a policy in shadow mode', () => {
  const override = { id: 'o', policies: ['p'], symbols: 'all', from: 0, until: NOW * 2, usesLeft: 1 } as const
  const { shadow, waived } = review(order, state, set(size('p', { mode: 'shadow' }), size('q')), [override])
  expect([shadow.length, waived.length]).toEqual([1, 0])
})

it.each(['base', 'quote'])('a market that converts into another %s than its name says converts nothing', (member) => {
  const usdt = { ...state.markets.BTCTRY, base: 'USDT', quote: 'TRY', [member]: 'EUR' }
  const markets = { BTCTRY: { ...state.markets.BTCTRY, quote: 'USDT' }, USDTTRY: usdt }
  const policies = compilePolicies(only({ name: 'p', kind: 'maxNotional', maxNotional: '1', currency: 'TRY' }))
  expect(review(order, { ...state, markets }, policies).reasons.map(({ code }) => code)).toEqual(['INVALID_INPUT'])
})
