import { formatAmount } from '../model/amount.ts'
import type { AccountState, EquityState, State } from '../model/state.ts'
import { freeOf } from './balance.ts'
import type { Ledger } from './ledger.ts'

/**
 * The state that a review sees. What was never reported to the ledger is absent, so that policies which need it refuse.
 *
 * @param at - the present moment, in whole milliseconds since the epoch, UTC
 * @param clockErrorMs - how far `at` may be off
 */
export function stateOf(ledger: Ledger, at: number, clockErrorMs: number): State {
  const account = accountOf(ledger)
  return {
    at,
    clockErrorMs,
    mode: ledger.mode,
    ...(account === null ? {} : { account }),
    positions: ledger.positions,
    openOrders: ledger.openOrders.map(({ submittedAt: _, ...open }) => open),
    markets: ledger.markets,
    activity: { since: ledger.since, orders: ledger.orders, trades: ledger.trades, closed: ledger.closed },
    equity: equityOf(ledger),
  }
}

function accountOf(ledger: Ledger): AccountState | null {
  const { equity } = ledger
  const known = Object.entries(ledger.balances)
  if (equity === null) return null
  // As old as the oldest part of it.
  const at = Math.min(equity.at, ...known.map(([, balance]) => balance.at))
  const balances = known.flatMap(([currency, { total }]) => {
    const free = freeOf(ledger, currency)
    return free === null ? [] : [[currency, { free: formatAmount(free), total }] as const]
  })
  return { at, equity: equity.equity, balances: Object.fromEntries(balances) }
}

function equityOf({ dayStart, peak, samples }: Ledger): EquityState {
  return { ...(dayStart === null ? {} : { dayStart }), ...(peak === null ? {} : { peak }), samples }
}
