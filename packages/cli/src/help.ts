import type { Help } from 'commander'

export const EXAMPLES = `
Examples:
  tezgah backtest --strategy ./my-strategy.ts --candles btctry-1d.csv
  tezgah backtest --strategy sma-cross --param fast=20 --param slow=50 --candles btctry-1h.csv --fee-rate 0.0012
  tezgah backtest --strategy sma-cross --candles btctry-1m.csv --from 2024 --to 2024-07 --json > result.json
  tezgah backtest --strategy sma-cross --candles btctry-1d.csv --trades trades.csv
  tezgah backtest --strategy sma-cross --candles btctry-1h.csv --detail btctry-1m.csv --preset backtrader --bounds
`

export const REGISTRY_HELP = `
A name is looked up in the module given by --strategies, else by the environment's TEZGAH_STRATEGIES, else by
{ "tezgah": { "strategies": "./strategies.ts" } } in the nearest package.json.
`

export const EXIT_CODES = `
Exit codes: 0 done, 2 wrong usage or input, 1 anything else.
`

const TERM_WIDTH = 28

/** The description beside the term, or below one that is too long: a column as wide as the longest would leave it no room. */
export function besideOrBelow(term: string, _width: number, description: string, helper: Help): string {
  const indent = ' '.repeat(TERM_WIDTH + 2)
  const width = Math.max((helper.helpWidth ?? 80) - TERM_WIDTH - 2, 40)
  const text = helper.boxWrap(description, width).replaceAll('\n', `\n${indent}`)
  return term.length < TERM_WIDTH ? `  ${term.padEnd(TERM_WIDTH)}${text}` : `  ${term}\n${indent}${text}`
}
