import type { Permission } from '../exchange/accounts.ts'
import {
  balances,
  cancelWithdrawal,
  cryptoTransfers,
  fiatTransfers,
  userTrade,
  userTrades,
  withdrawCrypto,
} from './account-endpoints.ts'
import type { ApiKeys } from './api-keys.ts'
import { klines, ohlcs } from './graph-endpoints.ts'
import { legacyOhlc, serverVersion } from './legacy-endpoints.ts'
import { orderBook, ticker, tickerByCurrency, trades } from './market-endpoints.ts'
import { allOrders, cancelOrder, openOrders, singleOrder, submitOrder } from './order-endpoints.ts'
import { LIMITS, type LimitRule, type RateLimiter } from './rate-limits.ts'
import { type Call, empty, type Reply, type SignedCall, tooManyRequests, unauthorized } from './reply.ts'
import { exchangeInfo, serverPing, serverTime } from './server-endpoints.ts'

type Route = { readonly verb: string; readonly limits: readonly LimitRule[] } & (
  | { readonly permission: null; readonly answer: (call: Call) => Reply }
  | { readonly permission: Permission; readonly answer: (call: SignedCall) => Reply }
)

type Table = readonly (readonly [path: RegExp, route: Route])[]

function open(path: string, limits: readonly LimitRule[], answer: (call: Call) => Reply): Table[number] {
  return [new RegExp(`^${path}/?$`, 'i'), { verb: 'GET', limits, permission: null, answer }]
}

function signed(
  verb: string,
  path: string,
  permission: Permission,
  limits: readonly LimitRule[],
  answer: (call: SignedCall) => Reply,
): Table[number] {
  return [new RegExp(`^/api/v1/${path}/?$`, 'i'), { verb, limits, permission, answer }]
}

export const REST_ROUTES: Table = [
  open('/api/v2/server/time', [], serverTime),
  open('/api/v2/server/ping', [], serverPing),
  open('/api/v2/server/exchangeinfo', [], exchangeInfo),
  open('/api/v2/server/version', [], serverVersion),
  open('/api/v2/ohlc', [], legacyOhlc),
  open('/api/v2/ticker', LIMITS.ticker, ticker),
  open('/api/v2/ticker/currency', LIMITS.ticker, tickerByCurrency),
  open('/api/v2/orderbook', LIMITS.orderBook, orderBook),
  open('/api/v2/trades', [], trades),
  signed('GET', 'users/balances', 'funds', LIMITS.balances, balances),
  signed('GET', 'openOrders', 'funds', LIMITS.openOrders, openOrders),
  signed('GET', 'allOrders', 'trade', LIMITS.allOrders, allOrders),
  signed('POST', 'order', 'trade', LIMITS.submit, submitOrder),
  signed('DELETE', 'order', 'trade', LIMITS.cancel, cancelOrder),
  signed('GET', 'order/[^/]+', 'trade', LIMITS.order, singleOrder),
  signed('GET', 'trades', 'account', LIMITS.privateTrades, trades),
  signed('GET', 'users/transactions/trade', 'account', LIMITS.userTrades, userTrades),
  signed('GET', 'users/transactions/trade/[^/]+', 'account', LIMITS.userTrades, userTrade),
  signed('GET', 'users/transactions/crypto', 'account', LIMITS.crypto, cryptoTransfers),
  signed('GET', 'users/transactions/fiat', 'account', LIMITS.fiat, fiatTransfers),
  signed('POST', 'withdrawals/crypto', 'account', [], withdrawCrypto),
  signed('DELETE', 'withdrawals/crypto/[^/]+', 'account', [], cancelWithdrawal),
]

export const GRAPH_ROUTES: Table = [
  open('/v1/klines/history', LIMITS.graph, klines),
  open('/v1/klines', LIMITS.graph, klines),
  open('/v1/ohlcs', [...LIMITS.graph, ...LIMITS.ohlcs], ohlcs),
]

export type RouterOptions = {
  readonly keys: ApiKeys
  /** `null` where no limit holds. */
  readonly limiter: RateLimiter | null
  /** True where a refused signature gets an empty body, as since about 2020. */
  readonly hasEmptyUnauthorized: () => boolean
}

/** Answers one request: path, verb, limits, body, key, endpoint. */
export function route(table: Table, call: Call, { keys, limiter, hasEmptyUnauthorized }: RouterOptions): Reply {
  const { request } = call
  const matching = table.filter(([path]) => path.test(request.path)).map(([, found]) => found)
  const found = matching.find(({ verb }) => verb === request.method)
  if (found === undefined) return empty(matching.length === 0 ? 404 : 405)
  const quota = limiter === null ? null : checkLimits(found.limits, call, keys, limiter)
  if (quota !== null) return tooManyRequests(quota)
  const unread = request.method === 'POST' ? checkBody(call) : null
  if (unread !== null) return unread
  if (found.permission === null) return found.answer(call)
  const account = keys.authenticate(request, found.permission, call.now)
  if (typeof account === 'string') return hasEmptyUnauthorized() ? empty(401) : unauthorized(account)
  return found.answer({ ...call, account })
}

/** By the key that is named first, where it exists; then by address. A request that is refused later counts too. */
function checkLimits(rules: readonly LimitRule[], { request, exchange }: Call, keys: ApiKeys, limiter: RateLimiter) {
  const key = request.headers['x-pck']
  const now = exchange.now()
  const of = (policy: LimitRule['policy']) => rules.filter((rule) => rule.policy === policy)
  const byAccount = key !== undefined && keys.find(key) !== undefined ? limiter.check(of('account'), key, now) : null
  return byAccount ?? limiter.check(of('ip'), request.address, now)
}

function checkBody({ request }: Call): Reply | null {
  if (request.body === '') return empty(411)
  return /^application\/json\b/i.test(request.headers['content-type'] ?? '') ? null : empty(415)
}
