import { Signer } from '../../src/sign.ts'
import { fakeFetch, type Reply, type SeenRequest } from './fake-fetch.ts'

export const CREDENTIALS = {
  publicKey: '11111111-2222-4333-8444-555555555555',
  secret: 'OkSHEK00zHMogRIKDqq3AZp6oWv9e1o6',
}

/** The part of a clock that it needs. */
export type ExchangeTime = { monotonic(): number; sleep(delayMs: number): Promise<void> }

export type ListedOrder = { readonly id: number; readonly clientId: string; readonly at: number }

/** What happens to a request on its way: `null` for nothing. */
export type Fault =
  | 'lost before'
  | 'lost after'
  | 'hang before'
  | 'hang after'
  | 'late'
  | '500 before'
  | '502 after'
  | '429'
  | 'cut'
  | null

/** Just enough of the exchange for orders: signatures, the stamp window, an order list that shows orders late. */
export class FakeExchange {
  readonly orders: ListedOrder[] = []
  /** Server time minus the test's monotonic clock. */
  offset = 1_800_000_000_000
  /** How long an order takes to show in the lists. */
  settleMs = 0
  /** Orders that are in the history are open until this says otherwise. */
  isOpen: (order: ListedOrder) => boolean = () => true
  fault: (request: SeenRequest) => Fault = () => null
  readonly fetch: ReturnType<typeof fakeFetch>
  readonly #time: ExchangeTime
  readonly #signer = new Signer(CREDENTIALS)
  readonly #stamps = new Set<string>()

  constructor(time: ExchangeTime) {
    this.#time = time
    this.fetch = fakeFetch((request) => this.#receive(request))
  }

  get now(): number {
    return this.#time.monotonic() + this.offset
  }

  submits(): SeenRequest[] {
    return this.fetch.seen.filter(({ method }) => method === 'POST')
  }

  async #receive(request: SeenRequest): Promise<Reply> {
    const fault = this.fault(request)
    await this.#time.sleep(10)
    if (fault === 'lost before') throw Object.assign(new TypeError('fetch failed'), { cause: reset() })
    if (fault === 'hang before') return await new Promise(() => undefined)
    if (fault === '500 before') return { status: 500, body: { success: false, message: 'INTERNAL_ERROR', code: 500 } }
    if (fault === '429')
      return {
        status: 429,
        headers: { 'retry-after': '1' },
        body: { success: false, message: 'TOO_MANY_REQUESTS', code: 429 },
      }
    if (fault === 'late') await this.#time.sleep(4000)
    const reply = this.#answer(request)
    if (fault === 'lost after') throw Object.assign(new TypeError('fetch failed'), { cause: reset() })
    if (fault === 'hang after') return await new Promise(() => undefined)
    if (fault === '502 after') return { status: 502, body: '<html><title>502 Bad Gateway</title></html>' }
    if (fault === 'cut') return { ...reply, body: JSON.stringify(reply.body).slice(0, -7) }
    await this.#time.sleep(10)
    return reply
  }

  #answer(request: SeenRequest): Reply {
    const { pathname } = request.url
    if (pathname === '/api/v2/server/time') return { body: { serverTime: Math.round(this.now) } }
    const refusal = this.#refusal(request)
    if (refusal !== null) return refusal
    if (request.method === 'POST') return this.#take(JSON.parse(request.body!))
    if (request.method === 'DELETE') return { body: { success: true, message: 'SUCCESS', code: 0 } }
    const shown = this.orders.filter(({ at }) => this.now >= at + this.settleMs)
    if (pathname === '/api/v1/openOrders')
      return ok({ asks: [], bids: shown.filter(this.isOpen).map((order) => wire(order, 'Untouched')) })
    if (pathname === '/api/v1/allOrders') {
      const from = Number(request.url.searchParams.get('startTime')) * 1000
      const closed = shown.filter((order) => order.at >= from && !this.isOpen(order))
      return ok(closed.map((order) => wire(order, 'Closed')).reverse())
    }
    return { status: 404, body: '' }
  }

  #refusal({ headers }: SeenRequest): Reply | null {
    const stamp = headers['X-Stamp'] ?? ''
    const unauthorized = (why: string): Reply => ({
      status: 401,
      body: { success: true, message: `Unauthorized - ${why}`, code: 1037 },
    })
    if (headers['X-PCK'] !== CREDENTIALS.publicKey) return unauthorized('Invalid Public key')
    if (Math.abs(Number(stamp) - this.now) > 5000 || this.#stamps.has(stamp)) return unauthorized('Invalid Nonce')
    this.#stamps.add(stamp)
    return headers['X-Signature'] === this.#signer.sign(Number(stamp)) ? null : unauthorized('Invalid Signature')
  }

  #take(body: Record<string, string>): Reply {
    const order = { id: 1000 + this.orders.length, clientId: body['newOrderClientId']!, at: this.now }
    this.orders.push(order)
    const { quantity, price = '0', orderType, orderMethod, pairSymbol } = body
    const data = { id: order.id, quantity, price, stopPrice: null, newOrderClientId: order.clientId }
    return ok({ ...data, type: orderType, method: orderMethod, pairSymbol, datetime: Math.round(this.now) })
  }
}

function ok(data: unknown): Reply {
  return { body: { httpStatusCode: 200, data, success: true, message: 'SUCCESS', code: 0 } }
}

function wire({ id, clientId, at }: ListedOrder, status: string) {
  const sizes = {
    price: '100.00',
    amount: '1',
    quantity: '1',
    stopPrice: '0',
    leftAmount: status === 'Closed' ? '0' : '1',
  }
  const pair = { pairSymbol: 'BTCTRY', pairSymbolNormalized: 'BTC_TRY', type: 'buy', method: 'limit' }
  return { id, ...sizes, ...pair, orderClientId: clientId, time: Math.round(at), updateTime: Math.round(at), status }
}

function reset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
}
