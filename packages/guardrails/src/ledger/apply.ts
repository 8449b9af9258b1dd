import { formatAmount } from '../model/amount.ts'
import { GuardrailsError } from '../model/errors.ts'
import type { PositionState } from '../model/state.ts'
import { amount, balanceReported, spent } from './balance.ts'
import { type LedgerEvent, ledgerEventSchema } from './event.ts'
import type { Ledger, SubmittedOrder } from './ledger.ts'
import { withEquityMarks, withQuotes } from './mark-to-market.ts'
import { appendWithinRetention } from './retention.ts'

type Event<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>

/**
 * The ledger after an event. Neither is changed. Events come in the order in which they became known; an execution
 * must come once, so drop repetitions by the venue's trade id first.
 *
 * @throws GuardrailsError `invalid_event` if the event is malformed, or an order with the id of an open one is
 *   submitted
 */
export function applyEvent(ledger: Ledger, event: LedgerEvent): Ledger {
  const parsed = ledgerEventSchema.safeParse(event)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new GuardrailsError('invalid_event', `${['event', ...(issue?.path ?? [])].join('.')}: ${issue?.message}`)
  }
  return apply(ledger, parsed.data)
}

function apply(ledger: Ledger, event: LedgerEvent): Ledger {
  switch (event.type) {
    case 'orderSubmitted':
      return submitted(ledger, event)
    case 'orderFilled':
      return filled(ledger, event)
    case 'orderCancelled':
    case 'orderRejected':
      return { ...ledger, openOrders: ledger.openOrders.filter(({ id }) => id !== event.id) }
    case 'quote':
      return withQuotes(ledger, event.symbol, [event.market])
    case 'balance':
      return balanceReported(ledger, event)
    case 'position':
      return positionReported(ledger, event)
    case 'openOrders':
      return openOrdersReported(ledger, event)
    case 'equityMarked':
      return withEquityMarks(ledger, [{ at: event.at, equity: event.equity }])
    case 'tradeClosed': {
      const { type: _, ...trade } = event
      return appendWithinRetention(ledger, 'closed', trade)
    }
    case 'modeChanged':
      return { ...ledger, mode: event.mode }
  }
}

function submitted(ledger: Ledger, { at, intent }: Event<'orderSubmitted'>): Ledger {
  const { id, symbol, side, quantity, limitPrice, stopPrice, reduceOnly } = intent
  if (ledger.openOrders.some((open) => open.id === id)) {
    throw new GuardrailsError('invalid_event', `event.intent.id: an order ${JSON.stringify(id)} is open already`)
  }
  const price = limitPrice ?? stopPrice
  const open: SubmittedOrder = { id, symbol, side, quantity, price, reduceOnly, submittedAt: at }
  return appendWithinRetention({ ...ledger, openOrders: [...ledger.openOrders, open] }, 'orders', {
    at,
    symbol,
    side,
    quantity,
    price,
  })
}

function filled(ledger: Ledger, event: Event<'orderFilled'>): Ledger {
  const { at, id, symbol, side, quantity } = event
  const openOrders = ledger.openOrders.flatMap((open) => {
    if (open.id !== id) return [open]
    const remaining = amount(open.quantity) - amount(quantity)
    return remaining > 0n ? [{ ...open, quantity: formatAmount(remaining) }] : []
  })
  const change = side === 'buy' ? amount(quantity) : -amount(quantity)
  const positions = holding(ledger.positions, symbol, amount(positionOf(ledger, symbol)) + change)
  return appendWithinRetention({ ...ledger, openOrders, positions, balances: spent(ledger, event) }, 'trades', { at })
}

function positionOf({ positions }: Ledger, symbol: string): string {
  return positions.find((position) => position.symbol === symbol)?.quantity ?? '0'
}

function holding(positions: readonly PositionState[], symbol: string, quantity: bigint): readonly PositionState[] {
  const others = positions.filter((position) => position.symbol !== symbol)
  return quantity === 0n ? others : [...others, { symbol, quantity: formatAmount(quantity) }]
}

function positionReported(ledger: Ledger, { at, symbol, quantity }: Event<'position'>): Ledger {
  if (tradedSince(ledger, at)) return ledger
  return { ...ledger, positions: holding(ledger.positions, symbol, amount(quantity)) }
}

/** What left at that moment or later may not have reached the venue yet, and stays open. */
function openOrdersReported(ledger: Ledger, { at, orders }: Event<'openOrders'>): Ledger {
  if (tradedSince(ledger, at)) return ledger
  const reported = new Set(orders.map(({ id }) => id))
  const left = new Map(ledger.openOrders.map(({ id, submittedAt }) => [id, submittedAt]))
  const known = orders.map((order) => ({ ...order, submittedAt: left.get(order.id) ?? at - 1 }))
  const underWay = ledger.openOrders.filter(({ id, submittedAt }) => submittedAt >= at && !reported.has(id))
  return { ...ledger, openOrders: [...known, ...underWay] }
}

/** Whether the report of the venue is older than the last execution, which is then newer knowledge. */
function tradedSince({ trades }: Ledger, at: number): boolean {
  const last = trades.at(-1)
  return last !== undefined && last.at > at
}
