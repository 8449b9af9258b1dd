import { z } from 'zod'
import { absolute, negate } from '../wire/decimal-text.ts'
import { decimalText, epochMs, idText, side } from '../wire/schema.ts'

/** An execution of one's own order. */
export type UserTrade = {
  /** Decimal digits; above 2^53. */
  readonly id: string
  readonly orderId: string
  /** `null` where the exchange does not say. */
  readonly clientOrderId: string | null
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly side: 'buy' | 'sell'
  readonly price: string
  /** Base units, without a sign, cut to the symbol's decimals. */
  readonly quantity: string
  /** The same before it was cut; `null` in old answers. */
  readonly preciseQuantity: string | null
  /** Paid, quote currency: above 0 is a cost. The tax comes on top of the fee. */
  readonly fee: string
  readonly tax: string
  /** Milliseconds since the epoch, UTC. */
  readonly time: number
  readonly other: Readonly<Record<string, unknown>>
}

export const userTrade: z.ZodType<UserTrade> = z
  .looseObject({
    id: idText,
    orderId: idText,
    orderClientId: z.string().nullish(),
    numeratorSymbol: z.string(),
    denominatorSymbol: z.string(),
    orderType: side,
    price: decimalText,
    amount: decimalText,
    preciseAmount: decimalText.nullish(),
    fee: decimalText,
    tax: decimalText,
    timestamp: epochMs,
  })
  .transform((wire): UserTrade => {
    const { id, orderId, orderClientId, numeratorSymbol, denominatorSymbol, orderType, price, amount, ...rest } = wire
    const { preciseAmount, fee, tax, timestamp, ...other } = rest
    return {
      id,
      orderId,
      clientOrderId: orderClientId ?? null,
      symbol: `${numeratorSymbol}${denominatorSymbol}`,
      base: numeratorSymbol,
      quote: denominatorSymbol,
      side: orderType,
      price,
      quantity: absolute(amount),
      preciseQuantity: preciseAmount == null ? null : absolute(preciseAmount),
      fee: negate(fee),
      tax: negate(tax),
      time: timestamp,
      other,
    }
  })
