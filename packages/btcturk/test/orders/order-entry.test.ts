import { describe, expect, it } from 'vitest'
import { createClient } from '../../src/client.ts'
import type { ClientOptions } from '../../src/client-options.ts'
import { isBtcturkError } from '../../src/errors.ts'
import { errorOf } from '../kit/error-of.ts'
import { CREDENTIALS, FakeExchange, type Fault } from '../kit/fake-exchange.ts'
import { FakeTime } from '../kit/fake-time.ts'
import { seeded } from '../kit/seeded.ts'

const ORDER = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '1', price: '100' } as const

function world(options: Partial<ClientOptions> = {}, seed = 1) {
  const time = new FakeTime()
  const exchange = new FakeExchange(time)
  const ports = { clock: time, timers: time, random: seeded(seed), fetch: exchange.fetch }
  return { time, exchange, client: createClient({ ports, credentials: CREDENTIALS, timeoutMs: 3000, ...options }) }
}

function faultOnSubmit(fault: Fault) {
  return ({ method }: { method: string }): Fault => (method === 'POST' ? fault : null)
}

describe('submit', () => {
  it('makes a client order id where there is none, and sends it under the name that works', async () => {
    const { time, exchange, client } = world()
    const receipts = await time.until(Promise.all([client.submit(ORDER), client.submit(ORDER)]))
    const ids = receipts.map(({ clientOrderId }) => clientOrderId)
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(id).toMatch(/^t[0-9a-z]{30}$/)
    expect(JSON.parse(exchange.submits()[0]!.body!)).toEqual({
      quantity: '1',
      price: '100',
      newOrderClientId: exchange.orders[0]!.clientId,
      orderMethod: 'limit',
      orderType: 'buy',
      pairSymbol: 'BTCTRY',
    })
  })

  it.each([
    [{ method: 'market', side: 'buy', spend: '250' }, { quantity: '250' }],
    [{ method: 'market', side: 'sell', quantity: '0.5' }, { quantity: '0.5' }],
    [
      { method: 'stopmarket', side: 'buy', spend: '250', stopPrice: '110' },
      { quantity: '250', stopPrice: '110' },
    ],
    [
      { method: 'stopmarket', side: 'sell', quantity: '1', stopPrice: '90' },
      { quantity: '1', stopPrice: '90' },
    ],
    [
      { method: 'stoplimit', side: 'sell', quantity: '1', price: '89', stopPrice: '90' },
      { quantity: '1', price: '89', stopPrice: '90' },
    ],
  ] as const)('sends %j as %j', async (terms, body) => {
    const { time, exchange, client } = world()
    await time.until(client.submit({ symbol: 'BTCTRY', clientOrderId: 'a', ...terms }))
    expect(JSON.parse(exchange.submits()[0]!.body!)).toEqual({
      ...body,
      newOrderClientId: 'a',
      orderMethod: terms.method,
      orderType: terms.side,
      pairSymbol: 'BTCTRY',
    })
  })

  it.each([
    ['symbol', { ...ORDER, symbol: 'BTC_TRY' }],
    ['quantity', { ...ORDER, quantity: 1 }],
    ['quantity', { ...ORDER, quantity: '0.0' }],
    ['quantity', { ...ORDER, quantity: '1,5' }],
    ['price', { ...ORDER, price: '1e3' }],
    ['price', { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '1' }],
    ['side', { ...ORDER, side: 'short' }],
    ['method', { ...ORDER, method: 'iceberg' }],
    ['clientOrderId', { ...ORDER, clientOrderId: 'x'.repeat(51) }],
    ['clientOrderId', { ...ORDER, clientOrderId: 'advanced-android' }],
    ['spend', { symbol: 'BTCTRY', side: 'buy', method: 'market', quantity: '1' }],
  ])('refuses a wrong %s before anything is sent', async (field, order) => {
    const { exchange, client } = world()
    // @ts-expect-error what plain JavaScript may pass
    expect(await errorOf(client.submit(order))).toMatchObject({ code: 'invalid_request', outcome: 'not_sent', field })
    expect(exchange.fetch.seen).toEqual([])
  })

  it('sends one client order id once, also while the first is under way', async () => {
    const { time, exchange, client } = world()
    const order = { ...ORDER, clientOrderId: 'one' }
    const first = client.submit(order)
    expect(await errorOf(client.submit(order))).toMatchObject({
      code: 'duplicate_client_order_id',
      outcome: 'not_sent',
    })
    await time.until(first)
    expect(await errorOf(client.submit(order))).toMatchObject({
      code: 'duplicate_client_order_id',
      clientOrderId: 'one',
    })
    expect(exchange.submits()).toHaveLength(1)
  })

  it('lets a rejected id be used again', async () => {
    const { time, exchange, client } = world()
    exchange.fault = faultOnSubmit('500 before')
    const order = { ...ORDER, clientOrderId: 'one' }
    await time.until(errorOf(client.submit(order)))
    expect((await errorOf(client.submit(order))).code).toBe('unresolved_order')
    exchange.fault = () => null
    expect(await time.until(client.reconcile('one'))).toEqual({ status: 'absent' })
    expect(await time.until(client.submit(order))).toMatchObject({ clientOrderId: 'one' })
  })

  it('sends no more while too many are unresolved', async () => {
    const { time, exchange, client } = world({ orders: { maxUnresolved: 2 }, circuitBreaker: { failures: 100 } })
    exchange.fault = faultOnSubmit('lost after')
    for (let index = 0; index < 2; index++) await time.until(errorOf(client.submit(ORDER)))
    expect(await errorOf(client.submit(ORDER))).toMatchObject({ code: 'unresolved_order', outcome: 'not_sent' })
    const [first] = client.unresolvedOrders
    expect(first).toMatchObject({ symbol: 'BTCTRY' })
    await time.until(client.reconcile(first!.clientOrderId))
    expect(client.unresolvedOrders).toHaveLength(1)
  })
})

describe('reconcile', () => {
  it.each<Fault>(['lost after', 'hang after', '502 after', 'cut'])(
    'finds at once an order that the exchange took: %s',
    async (fault) => {
      const { time, exchange, client } = world()
      exchange.fault = faultOnSubmit(fault)
      const error = await time.until(errorOf(client.submit(ORDER)))
      expect(error.outcome).toBe('unknown')
      const before = time.monotonic()
      const found = await time.until(client.reconcile(error.clientOrderId!))
      expect(found).toMatchObject({ status: 'accepted', orders: [{ id: '1000', clientOrderId: error.clientOrderId }] })
      expect(time.monotonic() - before).toBeLessThan(500)
      expect(client.unresolvedOrders).toEqual([])
    },
  )

  it.each<Fault>(['lost before', 'hang before', '500 before', '429'])(
    'proves the absence of an order that the exchange did not take: %s',
    async (fault) => {
      const { time, exchange, client } = world()
      exchange.fault = faultOnSubmit(fault)
      const error = await time.until(errorOf(client.submit(ORDER)))
      const stamp = Number(exchange.submits()[0]!.headers['X-Stamp'])
      expect(await time.until(client.reconcile(error.clientOrderId!))).toEqual({ status: 'absent' })
      expect(exchange.now - stamp, 'no sooner than the stamp is dead').toBeGreaterThan(7000)
      expect(exchange.submits()).toHaveLength(1)
    },
  )

  it('waits for a request that is still on its way', async () => {
    const { time, exchange, client } = world({ timeoutMs: 500 })
    exchange.fault = faultOnSubmit('late')
    const error = await time.until(errorOf(client.submit(ORDER)))
    expect(exchange.orders).toEqual([])
    expect(await time.until(client.reconcile(error.clientOrderId!))).toMatchObject({ status: 'accepted' })
  })

  it('waits for an order that the lists show late', async () => {
    const { time, exchange, client } = world({ timeoutMs: 500 })
    exchange.settleMs = 1900
    exchange.fault = faultOnSubmit('late')
    const error = await time.until(errorOf(client.submit(ORDER)))
    expect(await time.until(client.reconcile(error.clientOrderId!))).toMatchObject({ status: 'accepted' })
  })

  it('finds an order that was filled between the two lists', async () => {
    const { time, exchange, client } = world()
    exchange.fault = faultOnSubmit('lost after')
    const error = await time.until(errorOf(client.submit(ORDER)))
    exchange.isOpen = () => false
    expect(await time.until(client.reconcile(error.clientOrderId!))).toMatchObject({
      status: 'accepted',
      orders: [{ status: 'closed' }],
    })
  })

  it('leaves an order unknown where the lists cannot be read, and finds it later', async () => {
    const { time, exchange, client } = world({ orders: { maxReconcileMs: 10_000 } })
    exchange.fault = faultOnSubmit('lost after')
    const error = await time.until(errorOf(client.submit(ORDER)))
    exchange.fault = ({ method, url }) => (method === 'GET' && url.pathname.endsWith('Orders') ? '500 before' : null)
    const failed = await time.until(errorOf(client.reconcile(error.clientOrderId!)))
    expect(failed).toMatchObject({ code: 'unresolved_order', outcome: 'unknown', clientOrderId: error.clientOrderId })
    expect(client.unresolvedOrders).toHaveLength(1)
    exchange.fault = () => null
    await time.advance(5000)
    expect(await time.until(client.reconcile(error.clientOrderId!))).toMatchObject({ status: 'accepted' })
  })

  it('finds an order of another process, and proves its absence', async () => {
    const { time, exchange, client } = world()
    exchange.orders.push({ id: 7, clientId: 'theirs', at: exchange.now })
    expect(await time.until(client.reconcile({ clientOrderId: 'theirs', symbol: 'BTCTRY' }))).toMatchObject({
      status: 'accepted',
    })
    const before = time.monotonic()
    expect(await time.until(client.reconcile({ clientOrderId: 'lost', symbol: 'BTCTRY' }))).toEqual({
      status: 'absent',
    })
    expect(time.monotonic() - before).toBeGreaterThan(7000)
  })

  it('refuses an id that it knows nothing of', async () => {
    const { client } = world()
    expect(await errorOf(client.reconcile('who'))).toMatchObject({ code: 'invalid_request', field: 'clientOrderId' })
  })

  it('ends with its signal, and the order stays unknown', async () => {
    const { time, exchange, client } = world()
    exchange.fault = faultOnSubmit('lost before')
    const error = await time.until(errorOf(client.submit(ORDER)))
    const controller = new AbortController()
    const failed = errorOf(client.reconcile(error.clientOrderId!, { signal: controller.signal }))
    await time.advance(2000)
    controller.abort()
    expect(await failed).toMatchObject({ code: 'aborted', outcome: 'unknown' })
    expect(client.unresolvedOrders).toHaveLength(1)
  })
})

it('no order is doubled and none stays unknown in 160 submissions of which half go wrong', {
  timeout: 60_000,
}, async () => {
  const random = seeded(20261124)
  const faults: Fault[] = [
    'lost before',
    'lost after',
    'hang before',
    'hang after',
    'late',
    '500 before',
    '502 after',
    '429',
    'cut',
  ]
  const { time, exchange, client } = world({ timeoutMs: 800, circuitBreaker: { failures: 50 }, maxWaitMs: 60_000 }, 7)
  exchange.settleMs = 500
  exchange.fault = ({ url }) => {
    if (url.pathname.endsWith('/time')) return random() < 0.1 ? 'lost before' : null
    return random() < 0.5 ? faults[Math.floor(random() * faults.length)]! : null
  }
  const place = async (clientOrderId: string) => {
    for (;;) {
      try {
        await client.submit({ ...ORDER, clientOrderId })
        return
      } catch (error) {
        if (!isBtcturkError(error)) throw error
        if (error.outcome !== 'unknown') continue
        for (;;) {
          const found = await client.reconcile(clientOrderId).catch(() => null)
          if (found?.status === 'accepted') return
          if (found?.status === 'absent') break
        }
      }
    }
  }
  const worker = async (name: number) => {
    for (let index = 0; index < 20; index++) await place(`w${name}-${index}`)
  }
  await time.until(Promise.all(Array.from({ length: 8 }, (_, name) => worker(name))), 1e9)
  const ids = exchange.orders.map(({ clientId }) => clientId)
  expect(ids).toHaveLength(160)
  expect(new Set(ids).size).toBe(160)
  expect(client.unresolvedOrders).toEqual([])
})
