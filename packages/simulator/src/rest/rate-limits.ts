import type { Quota } from './reply.ts'

export type LimitRule = {
  readonly name: string
  readonly limit: number
  /** As the body of a 429 writes it. */
  readonly period: '1s' | '1m' | '10m'
  readonly policy: 'ip' | 'account'
  readonly blockMs: number
}

const PERIOD_MS = { '1s': 1000, '1m': 60_000, '10m': 600_000 } as const
const KEPT = 20_000

function perMinute(name: string, limit: number, policy: 'ip' | 'account' = 'ip'): LimitRule {
  return { name, limit, period: '1m', policy, blockMs: 60_000 }
}

/** Limits of both kinds hold for orders: by key and by address, in a minute and in a second. */
function orderLimits(name: string, minute: number, second: number): LimitRule[] {
  return (['account', 'ip'] as const).flatMap((policy) => [
    perMinute(name, minute, policy),
    { name, limit: second, period: '1s', policy, blockMs: 60_000 },
  ])
}

type LimitName =
  | 'balances'
  | 'submit'
  | 'cancel'
  | 'order'
  | 'openOrders'
  | 'allOrders'
  | 'privateTrades'
  | 'userTrades'
  | 'crypto'
  | 'fiat'
  | 'ticker'
  | 'orderBook'
  | 'ohlcs'
  | 'graph'
  | 'handshake'

/** The published limits by endpoint. */
export const LIMITS: Readonly<Record<LimitName, readonly LimitRule[]>> = {
  balances: [perMinute('balances', 120)],
  submit: orderLimits('submit', 300, 10),
  cancel: orderLimits('cancel', 300, 10),
  order: orderLimits('order', 900, 30),
  openOrders: [perMinute('openOrders', 300)],
  allOrders: [perMinute('allOrders', 300)],
  privateTrades: [perMinute('privateTrades', 90)],
  userTrades: [perMinute('userTrades', 120)],
  crypto: [perMinute('crypto', 90)],
  fiat: [perMinute('fiat', 90)],
  ticker: [perMinute('ticker', 600)],
  orderBook: [perMinute('orderBook', 180)],
  ohlcs: [perMinute('ohlcs', 120)],
  graph: [{ name: 'graph', limit: 600, period: '10m', policy: 'ip', blockMs: 600_000 }],
  handshake: [perMinute('handshake', 15)],
}

type Window = { opened: number; count: number; blockedUntil: number }

/** Counts requests. A period opens with its first request; a client above the limit is refused for the block time. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>()

  /** @returns the quota that was passed, or `null`. A request that an earlier rule refuses does not count for later ones. */
  check(rules: readonly LimitRule[], caller: string, now: number): Quota | null {
    for (const rule of rules) {
      const window = this.#window(rule, caller, now)
      window.count += 1
      if (window.blockedUntil <= now && window.count > rule.limit) window.blockedUntil = now + rule.blockMs
      if (window.blockedUntil > now) return { ...rule, retryAfterMs: window.blockedUntil - now }
    }
    return null
  }

  #window(rule: LimitRule, caller: string, now: number): Window {
    const key = `${rule.name}:${rule.period}:${rule.policy}:${caller}`
    const known = this.#windows.get(key)
    if (known !== undefined) {
      const wasBlocked = known.blockedUntil > 0
      const isOver = wasBlocked ? known.blockedUntil <= now : now - known.opened >= PERIOD_MS[rule.period]
      if (isOver) Object.assign(known, { opened: now, count: 0, blockedUntil: 0 })
      return known
    }
    if (this.#windows.size >= KEPT) this.#windows.delete(this.#windows.keys().next().value!)
    const window = { opened: now, count: 0, blockedUntil: 0 }
    this.#windows.set(key, window)
    return window
  }
}
