import type { Account } from './account.ts'
import type { Amount } from './amount.ts'

/** Money that came from outside or left, as the crypto and fiat histories tell it. */
export type Transfer = {
  readonly id: number
  readonly account: Account
  readonly type: 'deposit' | 'withdrawal'
  readonly currency: string
  /** Above zero for both. */
  readonly amount: Amount
  readonly address: string | null
  readonly tag: string | null
  readonly time: number
  /** Withdrawals wait until they are confirmed or cancelled. */
  status: 'waiting' | 'confirmed' | 'cancelled'
}
