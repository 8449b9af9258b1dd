import { expect, it } from 'vitest'
import { ServerClock } from '../../src/clock/server-clock.ts'
import type { Order } from '../../src/endpoints/orders.ts'
import { type OrderSource, reconcile } from '../../src/orders/reconcile.ts'
import { errorOf } from '../kit/error-of.ts'
import { FakeTime } from '../kit/fake-time.ts'

const EPOCH = 1_800_000_000_000

const SOUGHT = { clientOrderId: 'mine', symbol: 'BTCTRY', earliest: EPOCH + 1000, latest: EPOCH + 1000 }

function order(clientOrderId: string): Order {
  const sizes = { price: '1', stopPrice: null, quantity: '1', remaining: '1', createdAt: null, updatedAt: 0, other: {} }
  return { id: '1', symbol: 'BTCTRY', side: 'buy', method: 'limit', status: 'untouched', clientOrderId, ...sizes }
}

async function* listed(orders: readonly Order[]): AsyncGenerator<Order> {
  yield* orders
}

/** `boundMs`: the width of the bound on the server's time. */
function world({ boundMs = 0, settleMs = 2000 } = {}) {
  const time = new FakeTime(EPOCH)
  const clock = new ServerClock(time, async () => {
    const now = time.monotonic()
    return { sentAt: now, receivedAt: now, server: { low: EPOCH + now, high: EPOCH + now + boundMs } }
  })
  const ports = { clock: time, timers: time, random: () => 0.5, fetch: () => Promise.reject(new Error('not used')) }
  const find = (source: Partial<OrderSource>) =>
    reconcile(
      SOUGHT,
      { open: async () => [], history: () => listed([]), ...source },
      { clock, ports },
      { settleMs, maxMs: 30_000 },
    )
  return { time, find }
}

it('takes nothing for absent by a look that began before the request was dead', async () => {
  const { time, find } = world()
  let looks = 0
  const open = async () => {
    looks++
    if (looks > 1) return [order('mine')]
    // The first look lasts beyond the horizon, and the order comes into being behind its back.
    await time.sleep(9000)
    return []
  }
  expect(await time.until(find({ open }))).toMatchObject({ status: 'accepted' })
})

it('takes nothing for absent until the earliest time that the server may have is past the horizon', async () => {
  const { time, find } = world({ boundMs: 600, settleMs: 900 })
  const looks: number[] = []
  const open = async () => {
    looks.push(time.monotonic())
    return []
  }
  expect(await time.until(find({ open }))).toEqual({ status: 'absent' })
  // Stamped at 1000, alive for 5000, settled in 900: dead after 6900. At 6750 the server's time is from 6750 to 7350.
  expect(looks.slice(-2)).toEqual([6750, 8750])
})

it('reads the open orders before the history, so that no order slips from the one to the other between the two', async () => {
  const { time, find } = world()
  let isOpen = true
  const read = (isThere: boolean) => {
    // Filled just after the first list was read, of open orders or of all.
    isOpen = false
    return isThere ? [order('mine')] : []
  }
  const before = time.monotonic()
  const found = find({ open: async () => read(false), history: () => listed(read(!isOpen)) })
  expect(await time.until(found)).toMatchObject({ status: 'accepted' })
  expect(time.monotonic(), 'in the first look').toBe(before)
})

it('cannot prove absence where the history cannot be read to its end', async () => {
  const { time, find } = world()
  const history = async function* () {
    yield order('other')
    throw new Error('the history goes on')
  }
  const error = await time.until(errorOf(find({ history })))
  expect(error).toMatchObject({ code: 'unresolved_order', outcome: 'unknown', clientOrderId: 'mine' })
  expect(String(error.cause)).toContain('the history goes on')
})

it('asks the history from before the request could be stamped, and no further than to the order', async () => {
  const { time, find } = world()
  const asked: number[] = []
  let isReadOn = false
  const history = async function* (_symbol: string, from: number) {
    asked.push(from)
    yield* [order('other'), order('mine')]
    isReadOn = true
  }
  await time.until(find({ history }))
  expect({ asked, isReadOn }).toEqual({ asked: [SOUGHT.earliest - 5000], isReadOn: false })
})

it('finds the stop order behind the one that it turned into', async () => {
  const { time, find } = world()
  const [child, parent] = [
    { ...order('mine'), id: '9', stopPrice: '5' },
    { ...order('mine'), id: '2', stopPrice: '5' },
  ]
  const history = () => listed([child, ...Array.from({ length: 1500 }, () => order('other')), parent])
  expect(await time.until(find({ history }))).toEqual({ status: 'accepted', orders: [child, parent] })
})
