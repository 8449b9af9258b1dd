import { checkRecord } from '@tezgah/audit'
import type { Failure } from './checks.ts'

type Link = { readonly prev: string; readonly hash: string }

/** Links that are remembered; the oldest are forgotten, so an hour of records takes no more memory than this many. */
const MAX_LINKS = 20_000

/** Checks every received record, in any order: its content, and its links to received neighbours. */
export interface ChainWatch {
  /** What is wrong with one of them, or `null`. */
  take(raws: readonly unknown[]): Failure | null
  /** The hash of a record that was taken. */
  hashOf(seq: number): string | null
  /** How many different records were taken. */
  readonly count: number
}

export function createChainWatch(maxLinks: number = MAX_LINKS): ChainWatch {
  const links = new Map<number, Link>()
  let count = 0

  const wrong = (seq: number, { prev, hash }: Link): Failure['code'] | null => {
    const known = links.get(seq)
    if (known !== undefined && (known.hash !== hash || known.prev !== prev)) return 'another-record'
    const before = links.get(seq - 1)
    const after = links.get(seq + 1)
    return (before !== undefined && before.hash !== prev) || (after !== undefined && after.prev !== hash)
      ? 'chain'
      : null
  }

  const takeOne = (raw: unknown): Failure | null => {
    const record = checkRecord(raw, null)
    if (typeof record === 'string') return { check: 'content', code: 'content', seq: seqOf(raw) }
    const { seq, prev, hash } = record
    const code = wrong(seq, record)
    if (code !== null) return { check: 'chain', code, seq }
    if (!links.has(seq)) count++
    links.set(seq, { prev, hash })
    const [oldest] = links.keys()
    if (links.size > maxLinks && oldest !== undefined) links.delete(oldest)
    return null
  }

  return {
    take(raws) {
      for (const raw of raws) {
        const failure = takeOne(raw)
        if (failure !== null) return failure
      }
      return null
    },
    hashOf: (seq) => links.get(seq)?.hash ?? null,
    get count() {
      return count
    },
  }
}

function seqOf(raw: unknown): number | null {
  const seq: unknown = typeof raw === 'object' && raw !== null ? (raw as { seq?: unknown }).seq : null
  return typeof seq === 'number' ? seq : null
}
