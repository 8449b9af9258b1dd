import { type Decimal, ZERO } from '../money/decimal.ts'
import type { Order } from './order.ts'

/**
 * Orders of which one ends the others.
 *
 * `oneCancelsOther`: the first fill of a member cancels the rest. `bracket`: the exits of one entry share its quantity, so
 * each fill leaves less for the other, and the one that closes the rest ends it.
 */
export class OrderGroup {
  readonly kind: 'oneCancelsOther' | 'bracket'
  readonly members: Order[] = []
  /** Quote currency that each buy of `oneCancelsOther` needs. */
  readonly needs: Map<Order, Decimal> = new Map()
  /** What the dearest member needs; the group holds it back once for all of them. */
  reserved: Decimal = ZERO
  /** Base quantity that members have filled. */
  filled: Decimal = ZERO

  constructor(kind: 'oneCancelsOther' | 'bracket') {
    this.kind = kind
  }

  /** What the dearest of the members that are left needs. */
  get dearest(): Decimal {
    let dearest = ZERO
    for (const need of this.needs.values()) if (need.compare(dearest) > 0) dearest = need
    return dearest
  }
}
