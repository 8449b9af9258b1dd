import { Decimal, HUNDRED, readDecimal, toDecimal } from '@tezgah/core/decimal'
import type { BacktestGuard, BacktestStop } from '../backtest/ports.ts'
import { type HaltingBreach, RunMonitors } from '../backtest/run-monitors.ts'
import type { BacktestAccount, BacktestOrder } from '../model/backtest-account.ts'
import type { RunLimits } from '../model/intent.ts'
import { maxDrawdown } from '../policies/max-drawdown.ts'
import { maxGrossExposure } from '../policies/max-gross-exposure.ts'
import type { PolicyData } from '../policies/policy-set.ts'

export type { BacktestGuard, BacktestJudge, BacktestRefusal, BacktestStop } from '../backtest/ports.ts'
export type { BacktestAccount, BacktestOrder } from '../model/backtest-account.ts'
export type { RunLimits } from '../model/intent.ts'

type HaltingPolicy = PolicyData & { readonly kind: 'maxDrawdown' | 'maxGrossExposure' }

const ONE_HUNDREDTH = new Decimal(1n, 2)

/** The limits of a run as policies: a breach ends the run. */
export function runLimitPolicies({ maxDrawdownPct, maxNotional }: RunLimits): readonly HaltingPolicy[] {
  const policies: HaltingPolicy[] = []
  if (maxDrawdownPct !== undefined) {
    const maxFraction = readDecimal(textOf(maxDrawdownPct)).times(ONE_HUNDREDTH).toString()
    policies.push({ name: 'max-drawdown', kind: 'maxDrawdown', onBreach: 'halt', maxFraction })
  }
  if (maxNotional !== undefined) {
    const maxExposure = textOf(maxNotional)
    policies.push({ name: 'max-notional', kind: 'maxGrossExposure', onBreach: 'halt', maxExposure })
  }
  return policies
}

/**
 * A guard for a backtest that lets every order pass until the account goes beyond a limit, and then ends the run with the
 * code `limit_reached`; `null` where nothing is limited.
 *
 * @param limits - as a schema has checked them: numbers or plain decimal texts above zero
 */
export function createRunGuard(limits: RunLimits): BacktestGuard | null {
  const policies = runLimitPolicies(limits)
  if (policies.length === 0) return null
  const monitors = policies.map((policy) => ({ name: policy.name, createMonitor: monitorOf(policy) }))
  const { maxDrawdownPct, maxNotional } = limits
  const named = Object.entries({ maxDrawdownPct, maxNotional }).filter(([, value]) => value !== undefined)
  return {
    name: `limits ${named.map(([name, value]) => `${name}=${value}`).join(' ')}`,
    begin: () => {
      const run = new RunMonitors(monitors)
      return {
        observe: (account) => stopOf(run.onClose(account), limits, account, null),
        review: (order, account) => stopOf(run.onOrder(order, account), limits, account, order),
      }
    },
  }
}

function monitorOf(policy: HaltingPolicy) {
  return policy.kind === 'maxDrawdown'
    ? (maxDrawdown.compileMonitor?.(policy) ?? null)
    : (maxGrossExposure.compileMonitor?.(policy) ?? null)
}

function stopOf(
  breach: HaltingBreach | null,
  limits: RunLimits,
  { time }: BacktestAccount,
  order: BacktestOrder | null,
): BacktestStop | null {
  if (breach === null) return null
  const { field, limit, observed } =
    breach.policy === 'max-drawdown' ? drawdownText(breach, limits) : notionalText(breach, order)
  const message = `${field} is ${limit}, observed ${observed} at ${new Date(time).toISOString()}`
  return { stop: true, code: 'limit_reached', field: `limits.${field}`, message }
}

function drawdownText({ observed }: HaltingBreach, { maxDrawdownPct }: RunLimits) {
  const percent = readDecimal(observed).times(HUNDRED).toFixed(4)
  return { field: 'maxDrawdownPct', limit: `${maxDrawdownPct} %`, observed: `${percent} %` }
}

function notionalText({ observed, limit }: HaltingBreach, order: BacktestOrder | null) {
  const cause = order === null ? 'held' : `ordered (${order.side} ${order.quantity} ${order.symbol})`
  return { field: 'maxNotional', limit, observed: `${observed} ${cause}` }
}

function textOf(limit: string | number): string {
  const exact = toDecimal(limit)
  if (exact === null) throw new RangeError(`a limit must be a decimal above 0, received ${limit}`)
  return exact.toString()
}
