import { compilePolicies, orderGuard } from '@tezgah/guardrails'
import { type BacktestAccount, createRunGuard, runLimitPolicies } from '@tezgah/guardrails/run-limits'
import { describe, expect, it } from 'vitest'

const accountWith = (change: Partial<BacktestAccount>): BacktestAccount => ({
  time: 0,
  equity: '100',
  cash: '100',
  freeCash: '100',
  freeQuantity: () => '0',
  closeOf: () => '10',
  positions: () => [],
  workingOrders: () => [],
  fills: () => [],
  closedTrades: () => [],
  ...change,
})

describe('the limits of a run', () => {
  it('are policies with the names and exact limits of the approved ones', () => {
    expect(runLimitPolicies({ maxDrawdownPct: 12.5, maxNotional: '1000.50' })).toEqual([
      { name: 'max-drawdown', kind: 'maxDrawdown', onBreach: 'halt', maxFraction: '0.125' },
      { name: 'max-notional', kind: 'maxGrossExposure', onBreach: 'halt', maxExposure: '1000.5' },
    ])
    const policies = runLimitPolicies({ maxDrawdownPct: 12.5, maxNotional: 1000 })
    expect(compilePolicies({ version: 1, policies }).policies).toHaveLength(2)
  })

  it('need no guard where there are none', () => {
    expect(createRunGuard({})).toBeNull()
  })

  it('remember nothing from one run to the next', () => {
    const guard = createRunGuard({ maxDrawdownPct: 10 })!
    guard.begin(['BTCTRY']).observe(accountWith({ equity: '1000' }))
    expect(guard.begin(['BTCTRY']).observe(accountWith({ equity: '100' }))).toBeNull()
  })
})

describe('a policy that halts, in a backtest under a set of policies', () => {
  const markets = { BTCTRY: { base: 'BTC', quote: 'TRY' } }
  const guardOf = (policy: object) =>
    orderGuard({ policies: compilePolicies({ version: 1, policies: [policy] }), markets }).begin(['BTCTRY'])
  const order = {
    symbol: 'BTCTRY',
    side: 'buy',
    type: 'market',
    quantity: '2',
    limitPrice: null,
    stopPrice: null,
    reduceOnly: false,
  } as const

  it('ends the run at the close at which the account breaks it', () => {
    const judge = guardOf({ name: 'fall', kind: 'maxDrawdown', onBreach: 'halt', maxLoss: '10' })
    expect(judge.observe(accountWith({ equity: '100' }))).toBeNull()
    expect(judge.observe(accountWith({ equity: '90' }))).toBeNull()
    expect(judge.observe(accountWith({ time: 60_000, equity: '89.999999999999999999' }))).toEqual({
      stop: true,
      code: 'limit_reached',
      field: null,
      message:
        'fall: DRAWDOWN_ABOVE_LIMIT (10.000000000000000001 against 10 account currency) at 1970-01-01T00:01:00.000Z',
    })
  })

  it('ends the run at an order that breaks it, also where its kind has no monitor', () => {
    const judge = guardOf({ name: 'size', kind: 'maxQuantity', onBreach: 'halt', maxQuantity: '1' })
    const account = accountWith({})
    judge.observe(account)
    expect(judge.review({ ...order, quantity: '1' }, account)).toBeNull()
    expect(judge.review(order, account)).toMatchObject({ stop: true, code: 'limit_reached' })
  })

  it('refuses and does not end the run where data is missing, or where it only reports', () => {
    const loss = guardOf({ name: 'loss', kind: 'rollingLoss', onBreach: 'halt', maxLoss: '1', windowMs: 1000 })
    expect(loss.review(order, accountWith({}))).toMatchObject({ observed: expect.stringContaining('MISSING_INPUT') })
    const fall = { name: 'fall', kind: 'maxDrawdown', onBreach: 'halt', maxLoss: '1', mode: 'shadow' }
    const judge = guardOf(fall)
    judge.observe(accountWith({ equity: '100' }))
    expect(judge.observe(accountWith({ equity: '50' }))).toBeNull()
  })
})
