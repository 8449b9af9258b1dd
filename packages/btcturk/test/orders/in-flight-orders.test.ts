import { describe, expect, it } from 'vitest'
import { InFlightOrders } from '../../src/orders/in-flight-orders.ts'

const LIMITS = { maxAccepted: 2, maxUnresolved: 2 }

describe('InFlightOrders', () => {
  it('knows what is being sent, with the stamp of its last request', () => {
    const orders = new InFlightOrders(LIMITS)
    expect([orders.isSending('a'), orders.find('a')]).toEqual([false, null])
    orders.markSending('a', 'BTCTRY')
    orders.markStamped('a', 7)
    orders.markStamped('never sent', 8)
    expect([orders.isSending('a'), orders.isAccepted('a')]).toEqual([true, false])
    expect(orders.find('a')).toEqual({ clientOrderId: 'a', symbol: 'BTCTRY', stamp: 7 })
    orders.markAccepted('a', 'BTCTRY')
    expect([orders.isSending('a'), orders.isAccepted('a'), orders.find('a')?.stamp]).toEqual([false, true, 7])
  })

  it('lists orders of unknown outcome, and only those that were sent', () => {
    const orders = new InFlightOrders(LIMITS)
    orders.markSending('a', 'BTCTRY')
    orders.markSending('b', 'ETHTRY')
    orders.markUnknown('b')
    orders.markUnknown('never sent')
    expect(orders.unresolved).toEqual([{ clientOrderId: 'b', symbol: 'ETHTRY', stamp: 0 }])
  })

  it('sends no id twice while it is under way, unknown or accepted, and no more than the limit', () => {
    const orders = new InFlightOrders(LIMITS)
    orders.markSending('a', 'BTCTRY')
    const again = (id: string) => () => orders.markSending(id, 'BTCTRY')
    expect(again('a')).toThrow('is sending already')
    orders.markUnknown('a')
    expect(again('a')).toThrow('must be reconciled before it is sent again')
    orders.markSending('b', 'BTCTRY')
    expect(again('c')).toThrow('2 orders are under way or unknown')
    orders.markAccepted('b', 'BTCTRY')
    expect(again('b')).toThrow('is accepted already')
    expect(again('c')).not.toThrow()
  })

  it('forgets the accepted id that is oldest, and keeps as many as the limit', () => {
    const orders = new InFlightOrders(LIMITS)
    for (const id of ['a', 'b', 'c']) {
      orders.markSending(id, 'BTCTRY')
      orders.markAccepted(id, 'BTCTRY')
    }
    expect(['a', 'b', 'c'].map((id) => orders.isAccepted(id))).toEqual([false, true, true])
    expect(orders.find('a')).toBeNull()
    // What was accepted counts against no limit of what is under way.
    orders.markSending('d', 'BTCTRY')
    expect(() => orders.markSending('e', 'BTCTRY')).not.toThrow()
  })

  it('frees the id of an order that the exchange does not have', () => {
    const orders = new InFlightOrders(LIMITS)
    orders.markSending('a', 'BTCTRY')
    orders.markAccepted('a', 'BTCTRY')
    orders.markAbsent('a')
    expect([orders.isAccepted('a'), orders.find('a')]).toEqual([false, null])
    expect(() => orders.markSending('a', 'BTCTRY')).not.toThrow()
  })
})
