import { hash } from 'node:crypto'
import {
  type Appended,
  appendLogRecord,
  appendRecord,
  type ChainState,
  createTree,
  EMPTY_CHAIN,
  type JsonObject,
  type MerkleTree,
  openSegment,
  type PreviousSegment,
  pruneSegments,
  type Sha256,
  type Stamp,
  sealedSuffix,
  sealSegment,
  type TreeHead,
  type TreeState,
} from '@tezgah/audit'
import type { Random } from './random.ts'

export const BASE = 'backtest'
export const ACTIVE: string = `${BASE}.log`

/** The files of a log by their names, and heads of its tree that were kept elsewhere. */
export type LogFiles = { readonly files: ReadonlyMap<string, Uint8Array>; readonly pins: readonly TreeHead[] }

const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'hex')
const TEXTS = ['job-1', 'ç', '\u2028', '𝛑', 'a"b\\c', '\u0001', '\ud7ff', '\uffff', 'x'.repeat(256), '{}', '__proto__']
const NUMBERS = [0, -1, 0.1, 1e21, 1e-7, 123456789012345680000, 5e-324, -1.5e300, 2 ** 53, 0.000001, 4.35, 1 / 3]

type Segment = { name: string; index: number; before: ChainState & TreeState; lines: Uint8Array[] }

/** Writes a log of a few short segments with the package itself, sometimes without its first ones. */
export function writeHonestLog(random: Random): LogFiles {
  const writer = new Writer(random)
  const segments = 1 + random.below(4)
  for (let index = 0; index < segments; index++) {
    if (index > 0) writer.seal()
    writer.open()
    const records = random.below(6)
    for (let record = 0; record < records; record++) writer.event()
    if (index > 0 && random.oneIn(3)) writer.prune()
  }
  if (random.oneIn(6)) writer.seal()
  return { files: writer.files(), pins: writer.pins }
}

class Writer {
  readonly #random: Random
  readonly #tree: MerkleTree = createTree(undefined, sha256)
  #chain: ChainState = EMPTY_CHAIN
  #segments: Segment[] = []
  #time = 1_700_000_000_000
  readonly pins: TreeHead[] = []

  constructor(random: Random) {
    this.#random = random
  }

  #stamp(): Stamp {
    this.#time += this.#random.below(1000)
    return { time: this.#time, mono: this.#time % 1_000_000, boot: 'b007'.repeat(8) }
  }

  #context() {
    return { chain: this.#chain, tree: this.#tree, stamp: this.#stamp(), sha256 }
  }

  #take({ record, line, state }: Appended): void {
    this.#tree.append(record.hash)
    this.#chain = state
    this.#segments.at(-1)!.lines.push(line)
    if (this.#random.oneIn(6)) this.pins.push({ size: this.#tree.size, root: this.#tree.root() })
  }

  open(): void {
    const last = this.#segments.at(-1)
    const index = last === undefined ? 0 : last.index + 1
    const appended = openSegment(this.#context(), index, last === undefined ? null : previousOf(last))
    this.#segments.push({ name: ACTIVE, index, before: { ...this.#chain, ...this.#tree.state() }, lines: [] })
    this.#take(appended)
  }

  seal(): void {
    const { index, lines, before } = this.#segments.at(-1)!
    this.#take(sealSegment(this.#context(), index, lines.length, bytesOf(lines)))
    this.#segments.at(-1)!.name = BASE + sealedSuffix(before.size)
  }

  event(): void {
    const random = this.#random
    const text = () => random.pick(TEXTS)
    if (random.oneIn(8)) {
      const event = {
        action: 'log.recovered_tail',
        subject: ACTIVE,
        details: { bytes: 7, sha256: '0'.repeat(64) },
      } as const
      this.#take(appendLogRecord(this.#chain, event, this.#stamp(), sha256))
      return
    }
    const event = {
      actor: text(),
      action: text(),
      subject: text(),
      outcome: 'success',
      details: anyDetails(random),
    } as const
    const correlation = random.oneIn(2) ? {} : { correlationId: text() }
    this.#take(appendRecord(this.#chain, { ...event, ...correlation }, this.#stamp(), { sha256 }))
  }

  /** Removes the segments before one of those at hand. */
  prune(): void {
    const count = 1 + this.#random.below(this.#segments.length)
    if (count >= this.#segments.length) return
    const names = this.#segments.slice(0, count).map(({ name }) => name)
    this.#take(pruneSegments(this.#context(), names, this.#segments[count]!.before))
    // Now and then the crash came between the record and the deletion.
    if (!this.#random.oneIn(4)) this.#segments = this.#segments.slice(count)
  }

  files(): ReadonlyMap<string, Uint8Array> {
    const named = this.#segments.map(({ name, lines }) => [name, Buffer.concat(lines)] as const)
    // The seal is written before the file is renamed: a crash may come between them, or after the renaming.
    const last = named.at(-1)!
    const withLast =
      last[0] !== ACTIVE && this.#random.oneIn(2) ? [...named.slice(0, -1), [ACTIVE, last[1]] as const] : named
    return new Map(withLast)
  }
}

function previousOf({ name, lines }: Segment): PreviousSegment {
  return { name, bytes: bytesOf(lines), records: lines.length }
}

function bytesOf(lines: readonly Uint8Array[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0)
}

function anyDetails(random: Random): JsonObject {
  const values = [random.pick(NUMBERS), random.pick(TEXTS), null, true, [], {}, [random.pick(NUMBERS), { b: 1, a: 2 }]]
  const count = random.below(4)
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(TEXTS), random.pick(values)]))
}
