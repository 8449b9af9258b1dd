import type { BacktestOptions } from '@tezgah/backtest'
import { type BacktestMarket, orderGuard } from '@tezgah/guardrails'
import { UsageError } from '../../exit.ts'
import { readPolicies } from '../../flags/policy-file.ts'

/** Quote currencies, those with a longer name that ends in another one first. */
const QUOTES = ['USDT', 'USDC', 'TRY', 'USD', 'EUR', 'BTC', 'ETH'] as const

/**
 * The guard of a run by the policies in a file.
 *
 * @throws UsageError if the file is not a set of policies, or a symbol does not end in a known currency
 */
export function createPolicyGuard(
  cwd: string,
  given: string,
  candles: BacktestOptions['candles'],
): NonNullable<BacktestOptions['guard']> {
  const policies = readPolicies(cwd, '--policies', given)
  const symbols = [candles].flat().map(({ symbol }) => symbol)
  const markets = Object.fromEntries(symbols.map((symbol) => [symbol, marketOf(symbol)]))
  try {
    return orderGuard({ policies, markets })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UsageError(`--policies: ${error.message}`, { cause: error })
  }
}

function marketOf(symbol: string): BacktestMarket {
  const quote = QUOTES.find((each) => symbol.endsWith(each) && symbol.length > each.length)
  if (quote !== undefined) return { base: symbol.slice(0, -quote.length), quote }
  throw new UsageError(
    `--policies: the quote currency of ${symbol} is not known: --symbol must end in one of ${QUOTES.join(', ')}`,
  )
}
