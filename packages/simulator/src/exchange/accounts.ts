import type { Amount } from './amounts.ts'

/** What exchange info and balances tell about a currency. */
export type Currency = {
  readonly id: number
  readonly symbol: string
  readonly name: string
  readonly precision: number
  readonly isFiat: boolean
}

const KNOWN: Readonly<Record<string, Omit<Currency, 'symbol'>>> = {
  TRY: { id: 1, name: 'Türk Lirası', precision: 2, isFiat: true },
  BTC: { id: 2, name: 'Bitcoin', precision: 8, isFiat: false },
  ETH: { id: 3, name: 'Ethereum', precision: 8, isFiat: false },
  XRP: { id: 5, name: 'Ripple', precision: 4, isFiat: false },
  USDT: { id: 7, name: 'Tether', precision: 2, isFiat: false },
}

/** @param index - place in the list of currencies, from which an unknown one gets its number */
export function currencyOf(symbol: string, index: number): Currency {
  const known = KNOWN[symbol] ?? { id: 1000 + index, name: symbol, precision: 8, isFiat: false }
  return { ...known, symbol }
}

export type Permission = 'funds' | 'trade' | 'account' | 'websocket'

/** One currency of one account. `total` counts everything: free, held back, asked for withdrawal and settling. */
export type Balance = {
  total: Amount
  /** Held back by open orders. */
  reserved: Amount
  /** Held back by withdrawals. */
  requested: Amount
  /** Received by fills, but not shown and not free before `at`. */
  settling: { readonly amount: Amount; readonly at: number }[]
}

/** One owner of one key. */
export class Account {
  readonly userId: number
  readonly publicKey: string
  readonly level: number
  readonly permissions: ReadonlySet<Permission>
  readonly #holdings = new Map<string, Balance>()

  constructor(userId: number, publicKey: string, level: number, permissions: ReadonlySet<Permission>) {
    this.userId = userId
    this.publicKey = publicKey
    this.level = level
    this.permissions = permissions
  }

  get holdings(): ReadonlyMap<string, Balance> {
    return this.#holdings
  }

  holding(currency: string): Balance {
    let holding = this.#holdings.get(currency)
    if (holding === undefined) {
      holding = { total: 0n, reserved: 0n, requested: 0n, settling: [] }
      this.#holdings.set(currency, holding)
    }
    return holding
  }

  /** What shows as `balance` at `now`: without what still settles. */
  settled(currency: string, now: number): Amount {
    const holding = this.holding(currency)
    if (holding.settling.length > 0) holding.settling = holding.settling.filter(({ at }) => at > now)
    return holding.settling.reduce((rest, { amount }) => rest - amount, holding.total)
  }

  free(currency: string, now: number): Amount {
    const { reserved, requested } = this.holding(currency)
    return this.settled(currency, now) - reserved - requested
  }

  reserve(currency: string, amount: Amount): void {
    this.holding(currency).reserved += amount
  }

  release(currency: string, amount: Amount): void {
    this.holding(currency).reserved -= amount
  }

  /** Spends what was held back. */
  spend(currency: string, amount: Amount): void {
    const holding = this.holding(currency)
    holding.reserved -= amount
    holding.total -= amount
  }

  /** @param settlesAt - from then on it shows and is free; a time gone by for at once */
  receive(currency: string, amount: Amount, now: number, settlesAt: number): void {
    const holding = this.holding(currency)
    holding.total += amount
    if (settlesAt > now) holding.settling.push({ amount, at: settlesAt })
  }
}

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
