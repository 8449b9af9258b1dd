import { Decimal } from 'decimal.js'

/** Decimals wide enough that no product here is ever rounded. */
export const Exact: typeof Decimal = Decimal.clone({ precision: 120, toExpNeg: -100, toExpPos: 100 })
export type Exact = Decimal
