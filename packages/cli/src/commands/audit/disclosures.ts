import { existsSync, readFileSync } from 'node:fs'
import { type AuditRecord, checkDisclosure, type Disclosure, parseDisclosure } from '@tezgah/audit'
import { sha256 } from './read-log.ts'

/** Holds what was disclosed against what the records of its segment committed to. */
export class DisclosureCheck {
  #open = new Map<number, Disclosure[]>()
  /** The smallest `seq` whose disclosure does not fit, `null` while all do. */
  firstBadSeq: number | null = null

  /** A segment's file begins; `end` is told how many records the log has after it. */
  begin(segment: string, isActive: boolean): { end(size: number): void } {
    const file = segment.replace(/\.log$/, '.disclosures')
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const entries = text.split('\n').slice(0, -1).map(parseDisclosure)
    this.#open = new Map()
    for (const entry of entries) {
      if (entry !== null) this.#open.set(entry.seq, [...(this.#open.get(entry.seq) ?? []), entry])
    }
    let first: number | null = null
    this.#first = (seq) => {
      first ??= seq
    }
    return {
      end: (size) => {
        // Beside the active file a crash may leave disclosures of records that never came.
        for (const seq of this.#open.keys()) if (!isActive || seq < size) this.#note(seq)
        if (entries.includes(null)) this.#note(first ?? size)
      },
    }
  }

  #first: (seq: number) => void = () => {}

  take(record: AuditRecord): void {
    this.#first(record.seq)
    const entries = this.#open.get(record.seq) ?? []
    this.#open.delete(record.seq)
    if (!entries.every((entry) => checkDisclosure(record, entry, sha256))) this.#note(record.seq)
  }

  #note(seq: number): void {
    this.firstBadSeq = Math.min(seq, this.firstBadSeq ?? seq)
  }
}
