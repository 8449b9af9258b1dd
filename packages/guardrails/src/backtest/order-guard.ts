import type { Policies, PolicyData } from '../policies/policy-set.ts'
import type { DecisionRecord } from '../review/decision-record.ts'
import type { BacktestGuard } from './ports.ts'
import { type RunMarket, RunOrderReviewer } from './run-order-reviewer.ts'

/** What a guard must know of a symbol. */
export type BacktestMarket = Pick<RunMarket, 'base' | 'quote'> &
  // Without them every price and quantity has the market's precision, and every value suffices.
  Partial<Omit<RunMarket, 'base' | 'quote'>>

export type OrderGuardOptions = {
  readonly policies: Policies
  /** Each symbol of the run; all of one quote currency, as the account has. */
  readonly markets: Readonly<Record<string, BacktestMarket>>
  /** Called with each decision, so that it can be replayed; costs a copy of the state. */
  readonly onDecision?: ((record: DecisionRecord) => void) | undefined
}

const SMALLEST = '0.000000000000000001'

/**
 * A guard for `backtest({ guard })` of `@tezgah/backtest`: reviews each order by the same policies, through the same
 * ledger, as a bot does before it sends one. An order that would need approval is refused, because a backtest has no approver.
 *
 * The time of the run is the clock, which is exact; the last close is last price, bid and ask. So policies on the age
 * of data and on the spread never find anything in a backtest.
 *
 * @throws RangeError if two `dailyLoss` policies begin the day at different moments, which one ledger cannot keep; from
 *   `begin`, if `markets` lacks a symbol of the run or has two quote currencies
 */
export function orderGuard({ policies, markets, onDecision }: OrderGuardOptions): BacktestGuard {
  const settings = {
    keepMs: longestWindow(policies.data.policies),
    utcOffsetMinutes: dayOf(policies.data.policies),
  }
  return {
    name: `policies ${policies.hash}`,
    begin: (symbols) =>
      new RunOrderReviewer({
        policies,
        markets: marketsOf(symbols, markets),
        settings,
        onDecision: onDecision ?? null,
      }),
  }
}

/** What no policy looks back to need not be kept. */
function longestWindow(policies: readonly PolicyData[]): number {
  const windows = policies.flatMap((policy) => [
    'windowMs' in policy ? policy.windowMs : 0,
    'coolDownMs' in policy ? policy.coolDownMs : 0,
  ])
  return Math.max(1, ...windows)
}

function dayOf(policies: readonly PolicyData[]): number {
  const offsets = new Set(
    policies.flatMap((policy) => (policy.kind === 'dailyLoss' ? [policy.utcOffsetMinutes ?? 0] : [])),
  )
  if (offsets.size > 1) {
    throw new RangeError(`orderGuard: utcOffsetMinutes of all dailyLoss must be one, were ${[...offsets].join(', ')}`)
  }
  return [...offsets][0] ?? 0
}

function marketsOf(symbols: readonly string[], markets: OrderGuardOptions['markets']): ReadonlyMap<string, RunMarket> {
  const found = symbols.map((symbol) => {
    const market = Object.hasOwn(markets, symbol) ? markets[symbol] : undefined
    if (market === undefined) throw new RangeError(`orderGuard: markets must have ${symbol}`)
    return [symbol, { tickSize: SMALLEST, lotSize: SMALLEST, minNotional: '0', ...market }] as const
  })
  const quotes = new Set(found.map(([, { quote }]) => quote))
  if (quotes.size > 1) throw new RangeError(`orderGuard: markets must have one quote, had ${[...quotes].join(', ')}`)
  return new Map(found)
}
