import {
  compilePolicies,
  decide,
  formatAmount,
  type OrderIntent,
  type PolicyData,
  parseAmount,
  type Review,
  replay,
  review,
  type State,
} from '@tezgah/guardrails'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orders, states } from './arbitrary.ts'
import { allPolicies, allSet, order, state } from './example.ts'

const severity = { approved: 0, needsApproval: 1, refused: 2 } as const

/** Less of an amount: 0 % to 100 % of it. */
const less = (text: string, percent: number) => formatAmount((parseAmount(text)! * BigInt(percent)) / 100n)
const fewer = (count: number, percent: number) => Math.floor((count * percent) / 100)
const longer = (ms: number, percent: number) => ms + fewer(ms, percent)
const lessIfAny = (text: string | undefined, percent: number) => (text === undefined ? undefined : less(text, percent))

/** A policy of the same kind that permits no more. Windows of rates and losses are longer, all other limits lower. */
function tighten(p: PolicyData, percent: number): PolicyData {
  switch (p.kind) {
    case 'maxQuantity':
      return { ...p, maxQuantity: less(p.maxQuantity, percent) }
    case 'maxNotional':
      return { ...p, maxNotional: less(p.maxNotional, percent) }
    case 'maxSymbolExposure':
    case 'maxTotalExposure':
    case 'maxGrossExposure':
      return { ...p, maxExposure: less(p.maxExposure, percent) }
    case 'maxOpenOrders':
      return { ...p, maxTotal: fewer(p.maxTotal!, percent), maxPerSymbol: fewer(p.maxPerSymbol!, percent) }
    case 'positionLimit':
      return { ...p, maxPosition: less(p.maxPosition, percent) }
    case 'priceCollar':
    case 'spreadLimit':
      return { ...p, maxFraction: less(p.maxFraction, percent) }
    case 'volatilityLimit':
      return { ...p, maxFraction: less(p.maxFraction, percent), windowMs: longer(p.windowMs, percent) }
    case 'balance':
      return { ...p, feeFraction: less(p.feeFraction, 100 + percent) }
    case 'orderRate':
      return { ...p, maxOrders: fewer(p.maxOrders, percent), windowMs: longer(p.windowMs, percent) }
    case 'orderToTradeRatio':
      // A longer window holds more executions as well, so only the numbers tighten.
      return { ...p, maxRatio: less(p.maxRatio, percent), freeOrders: fewer(p.freeOrders, percent) }
    case 'duplicateOrder':
      return { ...p, windowMs: longer(p.windowMs, percent) }
    case 'dailyLoss':
    case 'maxDrawdown':
      return { ...p, maxLoss: lessIfAny(p.maxLoss, percent), maxFraction: lessIfAny(p.maxFraction, percent) }
    case 'rollingLoss':
      return { ...p, maxLoss: less(p.maxLoss!, percent), windowMs: longer(p.windowMs, percent) }
    case 'consecutiveLosses':
      return { ...p, losses: fewer(p.losses - 1, percent) + 1, coolDownMs: longer(p.coolDownMs, percent) }
    case 'stopLossGuard':
      return { ...p, stops: fewer(p.stops - 1, percent) + 1, coolDownMs: longer(p.coolDownMs, percent) }
    case 'coolDown':
      return { ...p, coolDownMs: longer(p.coolDownMs, percent) }
    case 'dataFreshness':
      return { ...p, maxMarketAgeMs: fewer(p.maxMarketAgeMs - 1, percent) + 1 }
    case 'allowedSymbols':
      return { ...p, allow: p.allow.slice(0, fewer(p.allow.length, percent)) }
    case 'tradingHours':
      return { ...p, windows: p.windows.map((window) => ({ ...window, to: percent < 50 ? '12:00' : '16:00' })) }
    case 'maxLeverage':
      return { ...p, maxLeverage: less(p.maxLeverage, percent) }
    case 'marketMinimum':
    case 'approvedParameters':
    case 'runLimitCeiling':
      return p
  }
}

// Few policies at a time, or nearly everything would be refused.
const picks = fc.uniqueArray(fc.nat(allPolicies.length - 1), { minLength: 1, maxLength: 4 })
const sets = fc
  .tuple(picks, fc.constantFrom('refuse' as const, 'needsApproval' as const))
  .map(([chosen, onBreach]) => chosen.map((pick) => ({ ...allPolicies[pick]!, onBreach })))

const verdictOf = (intent: OrderIntent, seen: State, policies: readonly PolicyData[]): Review =>
  review(intent, seen, compilePolicies({ ...allSet, policies }))

/** What a review says, without the identity of what it approves. */
const said = (verdict: Review) => JSON.stringify(verdict)

describe('policies', () => {
  it('permit no more when a limit is tightened', { timeout: 60_000 }, () => {
    const seen = { approved: 0, needsApproval: 0, refused: 0, stricter: 0 }
    fc.assert(
      fc.property(orders, states, sets, fc.nat(99), (intent, before, policies, percent) => {
        const lax = verdictOf(intent, before, policies).verdict
        const strict = verdictOf(
          intent,
          before,
          policies.map((policy) => tighten(policy, percent)),
        ).verdict
        seen[lax]++
        if (severity[strict] > severity[lax]) seen.stricter++
        expect(severity[strict]).toBeGreaterThanOrEqual(severity[lax])
      }),
      { seed: 11, numRuns: 2500 },
    )
    // Otherwise the property would hold of a program that refuses everything.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(100)
  })

  it('give the same verdict in any order', () => {
    const shuffled = fc.shuffledSubarray([...allPolicies], { minLength: allPolicies.length })
    fc.assert(
      fc.property(orders, states, shuffled, (intent, before, policies) => {
        expect(said(verdictOf(intent, before, policies))).toBe(said(verdictOf(intent, before, allPolicies)))
      }),
      { seed: 12, numRuns: 200 },
    )
  })

  it('refuse more, never less, when another joins them', () => {
    fc.assert(
      fc.property(orders, states, sets, fc.nat(allPolicies.length - 1), (intent, before, policies, pick) => {
        const joined = [...policies, { ...allPolicies[pick]!, name: 'another' }]
        const [less, more] = [verdictOf(intent, before, policies), verdictOf(intent, before, joined)]
        expect(severity[more.verdict]).toBeGreaterThanOrEqual(severity[less.verdict])
      }),
      { seed: 13, numRuns: 800 },
    )
  })

  it('leave the arguments as they were', () => {
    const before = JSON.stringify([order, state])
    review(order, state, compilePolicies(allSet))
    expect(JSON.stringify([order, state])).toBe(before)
  })
})

describe('a decision', () => {
  const policies = compilePolicies(allSet)

  it('is made again, byte for byte, from its record as text', () => {
    fc.assert(
      fc.property(orders, states, (intent, before) => {
        const { review: first, record } = decide(intent, before, policies)
        const again = replay(JSON.parse(JSON.stringify(record)), compilePolicies(allSet))
        expect(said(again)).toBe(said(first))
        expect(said(first)).toBe(said(review(intent, before, policies)))
      }),
      { seed: 14, numRuns: 1000 },
    )
  })

  it('on what is no JSON at all is recorded and made again', () => {
    const cyclic: Record<string, unknown> = { ...state }
    cyclic['self'] = cyclic
    const bad: unknown[] = [
      cyclic,
      null,
      { ...state, at: Number.NaN },
      { ...state, mode: '\ud800' },
      { ...state, at: 1n },
    ]
    for (const broken of bad) {
      const { review: first, record } = decide(order, broken as State, policies)
      expect(first.verdict).toBe('refused')
      expect(said(replay(JSON.parse(JSON.stringify(record)), policies))).toBe(said(first))
    }
  })

  it('does not turn what is no number into a missing price', () => {
    const openOrders = [{ ...state.openOrders[0]!, price: Number.NaN as unknown as string }]
    expect(decide(order, { ...state, openOrders }, policies).review.verdict).toBe('refused')
  })

  it('is not made again with other policies, nor from a record that was edited', () => {
    const { record } = decide(order, state, policies)
    const other = compilePolicies({ ...allSet, policies: allPolicies.slice(1) })
    expect(() => replay(record, other)).toThrow(expect.objectContaining({ code: 'other_policies' }))
    const edited = { ...record, verdict: 'refused' as const }
    expect(() => replay(edited, policies)).toThrow(expect.objectContaining({ code: 'replay_differs' }))
    const malformed = { ...record, more: 1 }
    expect(() => replay(malformed, policies)).toThrow(expect.objectContaining({ code: 'invalid_record' }))
  })
})
