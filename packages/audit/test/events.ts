import {
  type Appended,
  type AuditEvent,
  appendRecord,
  type ChainState,
  createTree,
  EMPTY_CHAIN,
  type MerkleTree,
  openSegment,
  type PreviousSegment,
  type SegmentContext,
  type Stamp,
  sealedSuffix,
  sealSegment,
  type TreeHead,
} from '@tezgah/audit'
import fc from 'fast-check'

/** A small event, distinguished by its number. */
export function event(number: number): AuditEvent {
  return {
    actor: 'operator',
    action: 'backtest.start',
    subject: `job-${number}`,
    outcome: 'success',
    details: { number },
  }
}

/** The stamp of the record at this place: one second after the one before. */
export function stampOf(index: number): Stamp {
  return { time: 1_750_000_000_000 + index * 1000, mono: index * 1_000_000, boot: '0123456789abcdef'.repeat(2) }
}

/** A log that is written record by record, in memory. */
export type LogWriter = {
  readonly files: Uint8Array[][]
  readonly lines: Uint8Array[]
  readonly tree: MerkleTree
  chain: ChainState
  /** Root and size after each record, from none on. */
  readonly heads: TreeHead[]
  append(event: AuditEvent): Appended
  /** Appends what `make` creates from the current log. */
  add(make: (context: SegmentContext) => Appended): Appended
  /** Seals the segment and opens the next. */
  rotate(): void
  /** The whole files, oldest first. */
  bytes(): Uint8Array[]
}

/** A new log with one open segment. */
export function createLogWriter(): LogWriter {
  const tree = createTree()
  const lines: Uint8Array[] = []
  const files: Uint8Array[][] = [[]]
  const heads: TreeHead[] = [{ size: 0, root: tree.root() }]
  let first = 0

  const take = (next: Appended): Appended => {
    files.at(-1)?.push(next.line)
    lines.push(next.line)
    writer.chain = next.state
    tree.append(next.state.head)
    heads.push({ size: next.state.size, root: tree.root() })
    return next
  }
  const sizeOfFile = (): number => files.at(-1)?.reduce((sum, line) => sum + line.length, 0) ?? 0
  const writer: LogWriter = {
    files,
    lines,
    tree,
    heads,
    chain: EMPTY_CHAIN,
    append: (each) => take(appendRecord(writer.chain, each, stampOf(writer.chain.size))),
    add: (make) => take(make({ chain: writer.chain, tree, stamp: stampOf(writer.chain.size) })),
    rotate() {
      const index = files.length - 1
      writer.add((context) => sealSegment(context, index, files.at(-1)?.length ?? 0, sizeOfFile()))
      const records = files.at(-1)?.length ?? 0
      const previous: PreviousSegment = { name: `test${sealedSuffix(first)}`, bytes: sizeOfFile(), records }
      first = writer.chain.size
      files.push([])
      writer.add((context) => openSegment(context, index + 1, previous))
    },
    bytes: () => files.map((file) => Buffer.concat(file)),
  }
  writer.add((context) => openSegment(context, 0, null))
  return writer
}

/** A log of one segment with these events, one second apart. Its first line is the segment's opening. */
export function logOf(events: readonly AuditEvent[]): { bytes: Uint8Array; lines: Uint8Array[]; state: ChainState } {
  const writer = createLogWriter()
  for (const each of events) writer.append(each)
  return { bytes: Buffer.concat(writer.lines), lines: writer.lines, state: writer.chain }
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
