import { formatAmount } from '../amount.ts'
import { GuardrailsError } from '../errors.ts'
import type { EquityPoint, PositionState } from '../state.ts'
import { amount, balanceTold, marketOf, spent } from './balance.ts'
import { type LedgerEvent, ledgerEventSchema } from './event.ts'
import { kept, keptWithStart } from './keep.ts'
import { type Ledger, rolledDay, type SubmittedOrder } from './ledger.ts'

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
      return quoted(ledger, event)
    case 'balance':
      return balanceTold(ledger, event)
    case 'equityMarked':
      return marked(ledger, event)
    case 'tradeClosed': {
      const { type: _, ...trade } = event
      return kept(ledger, 'closed', trade)
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
  return kept({ ...ledger, openOrders: [...ledger.openOrders, open] }, 'orders', { at, symbol, side, quantity, price })
}

function filled(ledger: Ledger, event: Event<'orderFilled'>): Ledger {
  const { at, id, symbol, side, quantity } = event
  const openOrders = ledger.openOrders.flatMap((open) => {
    if (open.id !== id) return [open]
    const remaining = amount(open.quantity) - amount(quantity)
    return remaining > 0n ? [{ ...open, quantity: formatAmount(remaining) }] : []
  })
  const change = side === 'buy' ? amount(quantity) : -amount(quantity)
  const positions = moved(ledger.positions, symbol, change)
  return kept({ ...ledger, openOrders, positions, balances: spent(ledger, event) }, 'trades', { at })
}

function moved(positions: readonly PositionState[], symbol: string, change: bigint): readonly PositionState[] {
  const before = positions.find((position) => position.symbol === symbol)
  const after = amount(before?.quantity ?? '0') + change
  const others = positions.filter((position) => position !== before)
  return after === 0n ? others : [...others, { symbol, quantity: formatAmount(after) }]
}

function quoted(ledger: Ledger, { symbol, market }: Event<'quote'>): Ledger {
  const before = marketOf(ledger, symbol)
  if (before !== undefined && before.at > market.at) return ledger
  const price = { at: market.at, price: market.lastPrice }
  const recentPrices = keptWithStart(before?.recentPrices ?? [], price, ledger.settings)
  return { ...ledger, markets: { ...ledger.markets, [symbol]: { ...market, recentPrices } } }
}

function marked(ledger: Ledger, { at, equity }: Event<'equityMarked'>): Ledger {
  if (ledger.equity !== null && ledger.equity.at > at) return ledger
  const point: EquityPoint = { at, equity }
  const isPeak = ledger.peak === null || amount(equity) > amount(ledger.peak.equity)
  return {
    ...ledger,
    equity: point,
    dayStart: rolledDay(ledger, point),
    peak: isPeak ? point : ledger.peak,
    samples: keptWithStart(ledger.samples, point, ledger.settings),
  }
}
