import { type AuditEvent, appendRecord, type ChainState, EMPTY_CHAIN } from '@tezgah/audit'
import fc from 'fast-check'

/** A small event, told apart by its number. */
export function event(number: number): AuditEvent {
  return {
    actor: 'operator',
    action: 'backtest.start',
    subject: `job-${number}`,
    outcome: 'success',
    details: { number },
  }
}

/** A log of these events, one second apart. */
export function logOf(events: readonly AuditEvent[]): { bytes: Uint8Array; lines: Uint8Array[]; state: ChainState } {
  let state = EMPTY_CHAIN
  const lines: Uint8Array[] = []
  for (const [index, each] of events.entries()) {
    const next = appendRecord(state, each, 1_750_000_000_000 + index * 1000)
    lines.push(next.line)
    state = next.state
  }
  return { bytes: Buffer.concat(lines), lines, state }
}

/** A log of `count` small events. */
export function smallLog(count: number): ReturnType<typeof logOf> {
  return logOf(Array.from({ length: count }, (_, index) => event(index)))
}

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })

/** Any event that can be recorded, hostile text included. */
export const anyEvent: fc.Arbitrary<AuditEvent> = fc.record(
  {
    actor: name,
    action: name,
    subject: name,
    outcome: fc.constantFrom('success', 'failure', 'refused', 'unknown'),
    details: fc
      .dictionary(fc.string({ unit: 'binary', maxLength: 10 }), fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }))
      .map(asJson),
    correlationId: name,
  },
  { requiredKeys: ['actor', 'action', 'subject', 'outcome'] },
)

function asJson(details: Record<string, unknown>): NonNullable<AuditEvent['details']> {
  return JSON.parse(JSON.stringify(details))
}
