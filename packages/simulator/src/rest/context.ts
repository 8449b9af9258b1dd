import type { Account } from '../core/account.ts'
import type { Exchange } from '../core/exchange.ts'
import type { BookLevels } from '../core/published-book.ts'
import type { RestRequest } from './request.ts'

/** What an endpoint gets. */
export type Call = {
  readonly exchange: Exchange
  readonly request: RestRequest
  /** Server's time, with whatever skew it has. */
  readonly now: number
  /** Whole book, or an old one where a stale answer is wanted. */
  readonly bookOf: (symbol: string) => BookLevels
  readonly freshClientId: () => string
  readonly balanceSeparator: ',' | '.'
}

export type SignedCall = Call & { readonly account: Account }
