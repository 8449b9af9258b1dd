import type { Transfer } from '../exchange/accounts.ts'
import { type Amount, formatAmount, parseAmount } from '../exchange/amounts.ts'
import { symbolKey } from '../exchange/pairs.ts'
import { isRejection, reject } from '../exchange/rejections.ts'
import { userTradeWire } from './order-json.ts'
import { ok, parseWithNumberText, type Reply, refused, type SignedCall } from './reply.ts'

const THIRTY_DAYS = 30 * 86_400_000

/** Every currency, those without a balance too. */
export function balances({ exchange, account, now, balanceSeparator }: SignedCall): Reply {
  const text = (amount: Amount) => formatAmount(amount).replace('.', balanceSeparator)
  const time = exchange.now()
  return ok(
    [...exchange.currencies.values()].map(({ symbol, name, precision }) => {
      const { reserved, requested } = account.holding(symbol)
      return {
        asset: symbol,
        assetname: name,
        balance: text(account.settled(symbol, time)),
        locked: text(reserved + requested),
        free: text(account.free(symbol, time)),
        orderFund: text(reserved),
        requestFund: text(requested),
        precision,
        timestamp: now,
      }
    }),
  )
}

/** Newest first. A trade shows once its fill has settled. */
export function userTrades({ exchange, account, request, now }: SignedCall): Reply {
  const { query } = request
  const orderId = query.get('orderId')
  if (orderId !== null && [...query.keys()].length > 1) return refused(reject('INVALID_REQUEST_ERROR'))
  const range = readRange(query, now)
  if (range === null) return refused(reject('START_DATE_END_DATE_INVALID'))
  if (range.start > range.end) return refused(reject('START_DATE_CANNOT_BE_GREATER_THAN_END_DATE'))
  const types = query.getAll('type').map((type) => type.toLowerCase())
  const symbols = query.getAll('symbol').map((symbol) => symbol.toUpperCase())
  const pairSymbol = query.get('pairSymbol')
  const settled = exchange.now() - exchange.settleDelayMs
  const found = exchange.history.tradesOf(account).filter(({ order, time }) => {
    if (time > settled) return false
    if (orderId !== null) return String(order.id) === orderId
    const { pair, side } = order
    const isAsked = symbols.length === 0 || symbols.includes(pair.base) || symbols.includes(pair.quote)
    const isOfType = types.length === 0 || types.includes(side)
    const isOfPair = pairSymbol === null || pair.name === symbolKey(pairSymbol)
    return isAsked && isOfType && isOfPair && time >= range.start && time <= range.end
  })
  return ok(found.reverse().map(userTradeWire), 'SUCCESS')
}

export function userTrade({ exchange, account, request }: SignedCall): Reply {
  const id = request.path.split('/').at(-1)!
  const trade = exchange.history.tradesOf(account).find((other) => other.id.toString() === id)
  return trade === undefined ? refused(reject('INVALID_REQUEST_ERROR')) : ok(userTradeWire(trade), 'SUCCESS')
}

export function cryptoTransfers(call: SignedCall): Reply {
  return transfers(call, false)
}

export function fiatTransfers(call: SignedCall): Reply {
  return transfers(call, true)
}

/** Body: `asset`, `amount`, `address`, `addressTag`. */
export function withdrawCrypto({ exchange, account, request }: SignedCall): Reply {
  const { asset, amount, address, addressTag } = readFields(request.body)
  const currency = typeof asset === 'string' ? exchange.currencies.get(asset.toUpperCase()) : undefined
  const value = typeof amount === 'string' ? parseAmount(amount) : null
  if (currency === undefined || currency.isFiat || value === null || value <= 0n || typeof address !== 'string') {
    return refused(reject('INVALID_PARAMETER'))
  }
  const to = { address, tag: typeof addressTag === 'string' ? addressTag : null }
  const transfer = exchange.withdraw(account, currency.symbol, value, to)
  return isRejection(transfer) ? refused(transfer) : ok(transferWire(transfer), 'SUCCESS')
}

export function cancelWithdrawal({ exchange, account, request }: SignedCall): Reply {
  const id = Number(request.path.split('/').at(-1))
  const transfer = exchange.transfersOf(account).find((other) => other.id === id && other.status === 'waiting')
  if (transfer === undefined) return refused(reject('INVALID_REQUEST_ERROR'))
  exchange.endTransfer(transfer, 'cancelled')
  return ok(null, 'SUCCESS')
}

function transfers({ exchange, account, request, now }: SignedCall, isFiat: boolean): Reply {
  const { query } = request
  const range = readRange(query, now)
  if (range === null) return refused(reject('START_DATE_END_DATE_INVALID'))
  if (range.start > range.end) return refused(reject('START_DATE_CANNOT_BE_GREATER_THAN_END_DATE'))
  const types = query.getAll('type').map((type) => type.toLowerCase())
  const symbols = query.getAll('symbol').map((symbol) => symbol.toUpperCase())
  const found = exchange.transfersOf(account).filter(({ currency, type, time, status }) => {
    const isShown = exchange.currencies.get(currency)?.isFiat === isFiat && status !== 'cancelled'
    const isAsked = symbols.length === 0 || symbols.includes(currency)
    return (
      isShown && isAsked && (types.length === 0 || types.includes(type)) && time >= range.start && time <= range.end
    )
  })
  return ok(found.map(transferWire), 'SUCCESS')
}

function transferWire({ type, currency, address, tag, id, time, amount, status }: Transfer): Record<string, unknown> {
  const isConfirmed = status === 'confirmed'
  return {
    balanceType: type,
    currencySymbol: currency,
    address,
    tag,
    txHash: null,
    confirmationCount: address === null ? null : isConfirmed ? 6 : 0,
    isConfirmed,
    id,
    timestamp: time,
    amount: formatAmount(type === 'deposit' ? amount : -amount),
    fee: '0',
    tax: '0',
  }
}

/** Milliseconds; the last thirty days where nothing is asked. @returns `null` where a time is none */
function readRange(query: URLSearchParams, now: number): { readonly start: number; readonly end: number } | null {
  const [start, end] = [query.get('startDate') ?? `${now - THIRTY_DAYS}`, query.get('endDate') ?? `${now}`]
  return /^\d{1,15}$/.test(start) && /^\d{1,15}$/.test(end) ? { start: Number(start), end: Number(end) } : null
}

function readFields(body: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseWithNumberText(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
