import type { ChainState } from '../chain/chain.ts'
import { sha256 as plainSha256, type Sha256 } from '../encoding/sha256.ts'
import type { TreeHead } from '../merkle/tree.ts'
import { MAX_RECORD_BYTES } from '../record/limits.ts'
import type { AuditRecord } from '../record/record.ts'
import { createLogCheck, type LogCheck } from './log-check.ts'
import { createTailReader, type TailReader } from './torn-tail.ts'
import type { Checked, Verification } from './verdict.ts'

/** How to verify. */
export type VerifyOptions = {
  /**
   * A state of this log that was kept elsewhere. Without it or a checkpoint, it cannot be detected that whole records are
   * missing at the end, or that the whole log was written anew.
   */
  readonly pinned?: ChainState
  /** Tree heads of this log, from checkpoints whose signatures were verified. None when absent. */
  readonly checkpoints?: readonly TreeHead[]
  /**
   * True to verify segments from the middle of a log, and believe the first of them about what came before. Otherwise a
   * log whose first records are missing must say itself that they were removed.
   */
  readonly fromAnySegment?: boolean
  /** Called with each record that verifies, in order, while the bytes are pushed. A later one may still be bad. */
  readonly onRecord?: (record: AuditRecord) => void
  /** The hash function. SHA-256 in plain JavaScript when absent. */
  readonly sha256?: Sha256
}

/** Verifies a log that arrives in pieces, in memory bounded by one record and a line for each segment. */
export interface Verifier {
  /** Takes the next bytes of a segment's file, in order. They may be reused once this returns. */
  push(bytes: Uint8Array): void
  /** The file ended. Bytes that follow are of the next segment's file. */
  nextSegment(): void
  /** The verdict on everything pushed so far. */
  end(): Verification
}

/** A verifier for a log, from the first byte of its first segment. */
export function createVerifier(options: VerifyOptions = {}): Verifier {
  const { pinned, checkpoints = [], fromAnySegment = false, onRecord, sha256 = plainSha256 } = options
  const log = createLogCheck({ pinned, checkpoints, fromAnySegment, onRecord, sha256 })
  let reason: string | null = null
  let tail: TailReader = createTailReader()

  const push = (bytes: Uint8Array): void => {
    let start = 0
    while (start < bytes.length && reason === null) {
      const end = bytes.indexOf(lineFeed, start)
      const piece = bytes.subarray(start, end === -1 ? bytes.length : end + 1)
      start += piece.length
      // A line that arrives whole needs no copy.
      const whole = end !== -1 && tail.length === 0 && piece.length <= MAX_RECORD_BYTES && !piece.includes(0)
      reason = whole ? null : tail.push(piece)
      if (reason !== null || end === -1) continue
      reason = log.take(whole ? piece : tail.bytes())
      if (!whole) tail = createTailReader()
    }
  }

  const nextSegment = (): void => {
    if (reason !== null) return
    reason = tail.length > 0 ? `${tail.describe()} before the end of the log` : log.nextFile()
  }

  const end = (): Verification => verdict(log, reason, tail)

  return { push, nextSegment, end }
}

function verdict(log: LogCheck, reason: string | null, tail: TailReader): Verification {
  const { size, head } = log.chain
  const { root, frontier } = { root: log.tree.root(), frontier: log.tree.state().frontier }
  const first = log.first ?? 0
  const { bytes, segment, pinsMatched } = log
  const checked: Checked = { size, head, root, frontier, first, records: size - first, bytes, segment, pinsMatched }
  const broken = reason ?? tail.problem(log.fits)
  const problem = log.problem(broken === null)
  // A pinned state that differs is of earlier records than the one at which the reading stopped.
  if (problem?.kind === 'bad' && (broken === null || problem.firstBadSeq < size)) {
    return { ...checked, status: 'tampered', firstBadSeq: problem.firstBadSeq, reason: problem.reason }
  }
  if (broken !== null) {
    return { ...checked, status: 'tampered', firstBadSeq: size, reason: `record ${size}: ${broken}` }
  }
  if (problem !== null) return { ...checked, status: 'unproven', reason: problem.reason }
  if (tail.length === 0) return { ...checked, status: 'intact' }
  return { ...checked, status: 'torn', tornBytes: tail.length, reason: `record ${size}: ${tail.describe()}` }
}

/**
 * Verifies a log of one segment. The log may be longer than the pinned state; its beginning must be that state.
 *
 * @param log - its bytes, or pieces of them in order
 */
export function verifyLog(log: Uint8Array | Iterable<Uint8Array>, options: VerifyOptions = {}): Verification {
  const verifier = createVerifier(options)
  for (const piece of log instanceof Uint8Array ? [log] : log) verifier.push(piece)
  return verifier.end()
}

/** Verifies a log given as the whole files of its segments, in order. */
export function verifySegments(files: readonly Uint8Array[], options: VerifyOptions = {}): Verification {
  const verifier = createVerifier(options)
  for (const [index, file] of files.entries()) {
    if (index > 0) verifier.nextSegment()
    verifier.push(file)
  }
  return verifier.end()
}

const lineFeed = 0x0a
