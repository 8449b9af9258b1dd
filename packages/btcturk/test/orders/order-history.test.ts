import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY, START } from '../../../simulator/test/rest-client.ts'
import { simulated } from '../../../simulator/test/simulated.ts'
import type { AllOrdersInput, Order } from '../../src/endpoints/orders.ts'
import { type OrderHistoryInput, orderHistory, type ReadOrderPage } from '../../src/orders/order-history.ts'
import { errorOf } from '../kit/error-of.ts'

const SECOND = 1000

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

function order(id: number, createdAt: number | null): Order {
  const sizes = { price: '1', stopPrice: null, quantity: '1', remaining: '1', updatedAt: 0, other: {} }
  const rest = { symbol: 'BTCTRY', side: 'buy', method: 'limit', status: 'untouched', clientOrderId: `c${id}` } as const
  return { ...sizes, ...rest, id: String(id), createdAt }
}

/** What is not known of the exchange. */
type Dialect = { readonly firstPage: 0 | 1; readonly isEndWhole: boolean }

/** An exchange with these orders, newest first, that gives its pages in one of the ways that the real one may. */
function pagesOf(orders: readonly Order[], { firstPage, isEndWhole }: Dialect): ReadOrderPage {
  return async ({ fromId = '0', from = 0, to = 8e15, page, limit = 100 }: AllOrdersInput) => {
    const [start, end] = [Math.floor(from / SECOND) * SECOND, Math.ceil(to / SECOND) * SECOND]
    const isBeforeEnd = (time: number) => (isEndWhole ? time < end + SECOND : time <= end)
    const found = orders.filter(
      ({ id, createdAt }) => Number(id) >= Number(fromId) && createdAt! >= start && isBeforeEnd(createdAt!),
    )
    const skipped = Math.max((page ?? firstPage) - firstPage, 0) * limit
    return found.slice(skipped, skipped + limit)
  }
}

const dialects = fc.record({ firstPage: fc.constantFrom(0 as const, 1 as const), isEndWhole: fc.boolean() })

describe('the whole history', () => {
  it('has each order once, newest first, for any number in one second and either way of counting', async () => {
    const groups = fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 2600 }),
        laterMs: fc.constantFrom(0, 1, 499, 999, 1000, 1001, 90_000),
      }),
      { minLength: 1, maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(groups, dialects, async (given, dialect) => {
        let time = START
        const times = given.flatMap(({ count, laterMs }) => {
          time += laterMs
          return Array.from({ length: count }, () => time)
        })
        const orders = times.map((createdAt, index) => order(index + 1, createdAt)).reverse()
        const found = await all(orderHistory({ symbol: 'BTCTRY' }, pagesOf(orders, dialect)))
        expect(found.map(({ id }) => id)).toEqual(orders.map(({ id }) => id))
      }),
      { numRuns: 60 },
    )
  })

  it('is read in few requests where the orders are spread over time', async () => {
    const orders = Array.from({ length: 5000 }, (_, index) => order(5000 - index, START - index * 10 * SECOND))
    const asked: AllOrdersInput[] = []
    const read = pagesOf(orders, { firstPage: 1, isEndWhole: true })
    const counted: ReadOrderPage = (input) => {
      asked.push(input)
      return read(input)
    }
    expect(await all(orderHistory({ symbol: 'BTCTRY' }, counted))).toHaveLength(5000)
    expect(asked).toHaveLength(6)
    expect(asked.every(({ page }) => page === undefined)).toBe(true)
  })

  it('misses none and repeats none while orders come in', async () => {
    let orders = Array.from({ length: 2500 }, (_, index) => order(2500 - index, START))
    const read: ReadOrderPage = async (input) => {
      const page = await pagesOf(orders, { firstPage: 1, isEndWhole: true })(input)
      orders = [...Array.from({ length: 30 }, (_, index) => order(orders.length + 30 - index, START)), ...orders]
      return page
    }
    const ids = (await all(orderHistory({ symbol: 'BTCTRY' }, read))).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(Array.from({ length: 2500 }, (_, index) => String(index + 1))))
  })

  it.each<[string, ReadOrderPage, object]>([
    ['is longer than it may be', pagesOf(many(9000), { firstPage: 1, isEndWhole: true }), { code: 'overloaded' }],
    [
      'has no numbered pages',
      ({ page: _, ...input }) => pagesOf(many(2500, 0), { firstPage: 1, isEndWhole: true })(input),
      { code: 'malformed', field: 'page' },
    ],
    [
      'is oldest first',
      pagesOf(many(2500).reverse(), { firstPage: 1, isEndWhole: true }),
      { code: 'malformed', field: 'time' },
    ],
    [
      'has no times',
      async () => many(1000).map((one) => ({ ...one, createdAt: null })),
      { code: 'malformed', field: 'time' },
    ],
  ])('says so where it %s', async (_what, read, error) => {
    expect(await errorOf(all(orderHistory({ symbol: 'BTCTRY', maxPages: 5 }, read)))).toMatchObject(error)
  })

  it('refuses a number of pages out of its range', async () => {
    const read = pagesOf([], { firstPage: 1, isEndWhole: true })
    for (const maxPages of [0, 1001, 1.5]) {
      const failed = await errorOf(all(orderHistory({ symbol: 'BTCTRY', maxPages }, read)))
      expect(failed).toMatchObject({ code: 'invalid_request', field: 'maxPages' })
    }
  })
})

function many(count: number, apartMs = 10 * SECOND): Order[] {
  return Array.from({ length: count }, (_, index) => order(count - index, START - index * apartMs))
}

it('reads 2,500 orders of the simulator, 1,500 of them of one millisecond, and reconciles the very first', {
  timeout: 30_000,
}, async () => {
  const { time, simulator, connect, close } = await simulated({ enforcesLimits: false })
  const terms = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '0.0001', price: '3000000' } as const
  const place = async (count: number, apartMs: number) => {
    for (let index = 0; index < count; index++) {
      simulator.exchange.submit(KEY, terms)
      if (apartMs > 0) await time.advance(apartMs)
    }
  }
  const client = connect()
  const first = await time.until(client.submit({ ...terms, clientOrderId: 'mine' }))
  await place(500, 400)
  await place(1500, 0)
  await place(499, 400)
  simulator.exchange.trade('BTCTRY', '3000000')
  const placed = simulator.exchange.orders(KEY).reverse()
  const expected = placed.map(({ id }) => String(id))
  expect(expected).toHaveLength(2500)
  const idsOf = async (input: OrderHistoryInput) =>
    (await time.until(all(client.orderHistory(input)))).map(({ id }) => id)
  expect(await idsOf({ symbol: 'BTCTRY' })).toEqual(expected)
  expect(await idsOf({ symbol: 'BTCTRY', fromId: expected[1999]! })).toEqual(expected.slice(0, 2000))
  const [from, to] = [START + 10_000, START + 20_000]
  const inRange = placed.filter((one) => one.time >= from && one.time < to + SECOND)
  expect(await idsOf({ symbol: 'BTCTRY', from, to })).toEqual(inRange.map(({ id }) => String(id)))
  const sought = { clientOrderId: 'mine', symbol: 'BTCTRY', sentAfter: START }
  expect(await time.until(connect().reconcile(sought))).toMatchObject({
    status: 'accepted',
    orders: [{ id: first.id, status: 'closed' }],
  })
  await close()
})
