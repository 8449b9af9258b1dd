import { checkRan, type EntryKind, type Ran } from './entries.ts'
import type { Verdict } from './pattern.ts'
import { checkPattern, describeExpected, describePattern, differences, type Entry, type Pattern } from './pattern.ts'

/** At least one entry is like `pattern`. */
export function has(kind: EntryKind, ran: Ran, pattern: Pattern): Verdict {
  const entries = read(kind, ran, [pattern])
  const found = entries.findIndex((entry) => differences(entry, pattern).length === 0)
  const nearest = found === -1 ? closest(entries, pattern) : found
  return {
    pass: found !== -1,
    ...(found === -1
      ? { expected: pattern, actual: nearest === -1 ? null : seenThrough(entries[nearest]!, pattern) }
      : {}),
    message: () => {
      const isFound = found !== -1
      const first = isFound
        ? `${kind.one} ${found + 1} is ${describePattern(pattern)}, which was not expected`
        : `no ${kind.one} is ${describePattern(pattern)}`
      const hint = !isFound && nearest !== -1 ? `\nclosest: ${explain(kind, entries, nearest, pattern)}` : ''
      return `${first}${hint}\n\n${kind.table(ran, entries, Math.max(0, nearest))}`
    },
  }
}

/** No entry is like `pattern`; `{}` is like all of them. */
export function hasNone(kind: EntryKind, ran: Ran, pattern: Pattern = {}): Verdict {
  const { pass, message } = has(kind, ran, pattern)
  return pass ? { pass: false, message, expected: 0, actual: countLike(kind, ran, pattern) } : { pass: true, message }
}

/** The entries are like `patterns`, one for one and in order, and there are no others. */
export function hasExactly(kind: EntryKind, ran: Ran, patterns: readonly Pattern[]): Verdict {
  const entries = read(kind, ran, patterns)
  const wrong = patterns.findIndex(
    (pattern, row) => entries[row] !== undefined && differences(entries[row], pattern).length > 0,
  )
  const isSameCount = entries.length === patterns.length
  const pass = isSameCount && wrong === -1
  const actual = entries.map((entry, row) => seenThrough(entry, patterns[row] ?? patterns.at(-1) ?? {}))
  return {
    pass,
    ...(pass ? {} : { expected: patterns, actual }),
    message: () => {
      const lines = [
        ...(isSameCount ? [] : [`expected ${count(patterns.length, kind)}, there are ${entries.length}`]),
        ...(wrong === -1 ? [] : [explain(kind, entries, wrong, patterns[wrong]!)]),
        ...(pass ? [`the ${kind.many} are exactly these, which was not expected`] : []),
      ]
      return `${lines.join('\n')}\n\n${kind.table(ran, entries, Math.max(0, wrong))}`
    },
  }
}

function countLike(kind: EntryKind, ran: Ran, pattern: Pattern): number {
  return kind.entries(ran).filter((entry) => differences(entry, pattern).length === 0).length
}

function read(kind: EntryKind, ran: Ran, patterns: readonly Pattern[]): readonly Entry[] {
  checkRan(ran)
  const entries = kind.entries(ran)
  const fields = kind.fields(entries)
  for (const pattern of patterns) checkPattern(article(kind.one), pattern, fields)
  return entries
}

function article(noun: string): string {
  return noun === 'order' ? `an ${noun}` : `a ${noun}`
}

function count(length: number, { one, many }: EntryKind): string {
  if (length === 0) return `no ${many}`
  return length === 1 ? `exactly 1 ${one}` : `exactly ${length} ${many}`
}

/** `fill 2 has price 100, expected 101; side buy, expected sell`. */
function explain(kind: EntryKind, entries: readonly Entry[], row: number, pattern: Pattern): string {
  const entry = entries[row]!
  const parts = differences(entry, pattern).map(
    (field) => `${field} ${describeExpected(entry[field])}, expected ${describeExpected(pattern[field])}`,
  )
  return `${kind.one} ${row + 1} has ${parts.join('; ')}`
}

/** Row of the entry with the fewest differences, of those the nearest in time; -1 where there are no entries. */
function closest(entries: readonly Entry[], pattern: Pattern): number {
  let best = -1
  let bestScore = Number.POSITIVE_INFINITY
  for (const [row, entry] of entries.entries()) {
    const score = differences(entry, pattern).length + remoteness(entry, pattern)
    if (score < bestScore) {
      best = row
      bestScore = score
    }
  }
  return best
}

/** Distance in candles where one was expected, as a fraction below one; never outweighs a difference. */
function remoteness(entry: Entry, pattern: Pattern): number {
  const field = ['at', 'index', 'createdIndex', 'entryIndex', 'exitIndex'].find((name) => name in pattern)
  if (field === undefined) return 0
  const [actual, expected] = [entry[field], pattern[field]]
  if (typeof actual !== 'number' || typeof expected !== 'number') return 0
  const distance = Math.abs(actual - expected)
  return distance / (distance + 1)
}

/** Of an entry the fields that were asked for, in the spelling that was expected where they are as expected. */
function seenThrough(entry: Entry, pattern: Pattern): Entry {
  const wrong = differences(entry, pattern)
  const fields = Object.keys(pattern).map((field) => [field, wrong.includes(field) ? entry[field] : pattern[field]])
  return Object.keys(pattern).length === 0 ? entry : Object.fromEntries(fields)
}
