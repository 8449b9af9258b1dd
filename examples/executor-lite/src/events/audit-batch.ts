import type { AuditRecord } from '@tezgah/audit'
import type { HubEvent } from './hub.ts'

/** Most records, and most bytes of them, that wait to be sent; beyond that, one event names their range. */
const MAX_RECORDS = 100
const MAX_BYTES = 48 * 1024

/** Records of the audit log that wait to be sent: each one, or only their range when they arrive too fast. */
export class AuditBatch {
  #waiting: string[] = []
  #bytes = 0
  #from: number
  /** Number of the record that comes next. */
  #next: number

  /** @param next - number of the first record that will be sent */
  constructor(next: number) {
    this.#from = next
    this.#next = next
  }

  /** True where nothing waits. */
  get isEmpty(): boolean {
    return this.#from === this.#next
  }

  /** Starts anew after a time without subscribers. */
  resumeAt(next: number): void {
    this.#drop()
    this.#from = next
    this.#next = next
  }

  add(record: AuditRecord): void {
    // Durable before events were sent: a reader of the log has it.
    if (record.seq < this.#next) return
    const json = JSON.stringify(record)
    // A log writes some records by itself: these are seen by the numbers that are missing.
    const isNext = record.seq === this.#next && this.#waiting.length === this.#next - this.#from
    this.#next = record.seq + 1
    this.#bytes += json.length
    if (isNext && this.#waiting.length < MAX_RECORDS && this.#bytes <= MAX_BYTES) this.#waiting.push(json)
    else this.#drop()
  }

  /** The events to send now. */
  take(): readonly HubEvent[] {
    if (this.isEmpty) return []
    const gap = { from: this.#from, to: this.#next - 1 }
    const isWhole = this.#waiting.length === this.#next - this.#from
    const events = isWhole
      ? this.#waiting.map((json) => ({ event: 'audit', json }))
      : [{ event: 'audit-gap', json: JSON.stringify(gap) }]
    this.resumeAt(this.#next)
    return events
  }

  #drop(): void {
    this.#waiting = []
    this.#bytes = 0
  }
}
