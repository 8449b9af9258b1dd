import { hash } from 'node:crypto'
import {
  pruneSegments,
  type Sha256,
  type TreeHead,
  type Verification,
  type VerifyOptions,
  verifySegments,
} from '@tezgah/audit'
import { createLogWriter, event } from '../events.ts'

/** Node's hash, because these tests verify hundreds of thousands of logs. */
export const nodeSha256: Sha256 = (bytes) => hash('sha256', bytes, 'hex')

/** A log as it stands on the disk, and what a witness knows of it. */
export type PinnedLog = {
  readonly name: string
  /** The segments' files, oldest first. */
  readonly files: readonly Uint8Array[]
  /** The newest tree head of which a witness has signed a checkpoint: the whole log. */
  readonly checkpoint: TreeHead
  /** How many bytes of the last file no crash can take: they were on the disk before segments were removed. */
  readonly durable: number
  /** Earlier states of the same files: what an attacker may put back. */
  readonly earlier: readonly (readonly Uint8Array[])[]
}

/** Verifies the files against the checkpoint of a witness. */
export function verifyPinned(files: readonly Uint8Array[], { checkpoint }: PinnedLog): Verification {
  const options: VerifyOptions = { checkpoints: [checkpoint], sha256: nodeSha256 }
  return verifySegments(files, options)
}

/** One segment, hostile texts included. */
export function oneSegment(): PinnedLog {
  const writer = createLogWriter()
  const earlier = [writer.bytes()]
  writer.append({
    actor: 'a"\\',
    action: 'start',
    subject: 'ş\u2028',
    outcome: 'success',
    details: { n: [1, -0.5, 1e21], '': null },
  })
  earlier.push(writer.bytes())
  writer.append({ actor: 'b', action: 'done', subject: '😀', outcome: 'unknown', correlationId: 'c' })
  return { name: 'one segment', files: writer.bytes(), checkpoint: writer.heads.at(-1)!, durable: 0, earlier }
}

/** Three segments of which nothing was removed. */
export function threeSegments(): PinnedLog {
  const writer = createLogWriter()
  const earlier: Uint8Array[][] = []
  for (let number = 1; number < 9; number++) {
    writer.append(event(number))
    if (number % 3 === 0) writer.rotate()
    earlier.push(writer.bytes())
  }
  writer.append(event(9))
  return { name: 'three segments', files: writer.bytes(), checkpoint: writer.heads.at(-1)!, durable: 0, earlier }
}

/** Two segments that are left of three, and say so. */
export function prunedLog(): PinnedLog {
  const writer = createLogWriter()
  writer.append(event(1))
  writer.rotate()
  const beginning = beginningOf(writer.files[1]?.[0])
  writer.append(event(2))
  writer.rotate()
  const earlier = [writer.bytes()]
  writer.add((context) => pruneSegments(context, ['test.000000000000.log'], beginning))
  const durable = writer.bytes().at(-1)?.length ?? 0
  writer.append(event(3))
  return { name: 'a pruned log', files: writer.bytes().slice(1), checkpoint: writer.heads.at(-1)!, durable, earlier }
}

/** What the opening of a segment says of the log before it. */
export function beginningOf(line: Uint8Array | undefined): { size: number; head: string; frontier: string[] } {
  const { size, head, frontier } = JSON.parse(String(Buffer.from(line ?? []))).details
  return { size, head, frontier }
}
