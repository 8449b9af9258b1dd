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
