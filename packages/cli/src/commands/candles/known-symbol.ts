import type { ExchangeInfo } from '@tezgah/btcturk'
import { UsageError } from '../../exit.ts'

const MOST_SUGGESTIONS = 3

/**
 * The exchange answers a market that it does not have as one without trades, so a slip of the pen would look like a gap.
 *
 * @throws UsageError if the exchange has no such market; names those that may be meant
 */
export function checkSymbol({ symbols, unreadable }: ExchangeInfo, given: string): void {
  const names = [...symbols.map(({ symbol }) => symbol), ...unreadable.map(({ name }) => name)]
  if (names.includes(given)) return
  const near = nearest(names, given)
  const hint = near.length === 0 ? `it has ${names.length}, such as ${names[0]}` : `did you mean ${near.join(' or ')}?`
  throw new UsageError(`--symbol: the exchange has no market "${given}"; ${hint}`)
}

/** The names that are spelled alike but for case and separators or, where there are none, differ by a letter or two. */
function nearest(names: readonly string[], given: string): readonly string[] {
  const plain = given.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const [base = '', quote = ''] = given.toUpperCase().split(/[^A-Z0-9]+/)
  const same = names.filter((name) => name === plain || name === `${quote}${base}`)
  if (same.length > 0) return same
  const far = Math.min(2, Math.floor(plain.length / 3))
  return names
    .map((name) => ({ name, distance: editDistance(plain, name) }))
    .filter(({ distance }) => distance <= far)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name }) => name)
}

/** How many letters have to be added, dropped or replaced. */
function editDistance(from: string, to: string): number {
  let row = [...Array(to.length + 1).keys()]
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (let at = 0; at < to.length; at++) {
      const replaced = row[at]! + (letter === to[at] ? 0 : 1)
      next.push(Math.min(replaced, row[at + 1]! + 1, next[at]! + 1))
    }
    row = next
  }
  return row[to.length]!
}
