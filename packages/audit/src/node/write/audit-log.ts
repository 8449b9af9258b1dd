import type { ChainState } from '../../chain/chain.ts'
import { formatVerifierKey } from '../../checkpoint/verifier-key.ts'
import { AuditError } from '../../errors.ts'
import type { AuditEvent, AuditRecord } from '../../record/record.ts'
import { formatDisclosure } from '../../sealed/commitment.ts'
import { randomHex } from '../files/clock.ts'
import type { LogNames } from '../files/log-files.ts'
import { type CheckpointPublisher, createCheckpointPublisher, noPublisher } from '../sign/checkpoint-publisher.ts'
import { noteSigner, verifierKeyOf } from '../sign/signing.ts'
import type { WitnessState } from '../sign/witness-feed.ts'
import { type CommitQueue, createCommitQueue } from './commit-queue.ts'
import { type Erasure, eraseDisclosures } from './erase.ts'
import type { Settings } from './options.ts'
import { proveFromFiles } from './proofs.ts'
import type { RecoveredLog } from './recover-log.ts'
import { countExpired } from './retention.ts'

/** The code of a log that the disk has failed, as services tell it to their callers. */
export const AUDIT_UNAVAILABLE = 'AUDIT_UNAVAILABLE'

/** What can be said about an open log now. */
export type AuditLogState = ChainState & {
  /** `unavailable` after the first failure of the disk, for good; `closed` once `close` was called. */
  readonly status: 'open' | 'unavailable' | 'closed'
  /** How many records a signed checkpoint covers; 0 without a signer. */
  readonly checkpointed: number
  /** How far each witness is, in the order of the options. */
  readonly witnesses: readonly WitnessState[]
}

/** How to record one event. */
export type AppendDetails = {
  /**
   * Which values of `details` the log shall hold as commitments only, as JSON pointers such as `/customer/name`. The
   * values are kept in a file next to the log and can be erased.
   */
  readonly seal?: readonly string[]
}

/** An append-only log of which this process is the only writer. */
export interface AuditLog {
  /**
   * Records an event. Records stand in the order of the calls.
   *
   * @returns the record, once it would survive a power cut
   * @throws AuditError (as a rejection) `invalid_event`, `overloaded` and `closed` when nothing was written; `unavailable`
   *   when the disk failed, now or earlier: the record is then not acknowledged, and only opening the log again shows
   *   whether it is there
   */
  append(event: AuditEvent, how?: AppendDetails): Promise<AuditRecord>
  /**
   * Erases what a record sealed: all of it, or one value.
   *
   * @returns how many values were erased
   * @throws AuditError (as a rejection) `unavailable`, `closed`
   */
  eraseSealed(erasure: Erasure): Promise<number>
  /** Waits for the appends that were accepted, then gives the files and the lock back. Calling it twice is harmless. */
  close(): Promise<void>
  /** Number and head hash of the records that are on disk: what to keep elsewhere in order to pin the log. */
  readonly state: AuditLogState
}

type Parts = {
  readonly settings: Settings
  readonly names: LogNames
  readonly recovered: RecoveredLog
  readonly prove: (oldSize: number, newSize: number) => readonly string[] | null
  readonly unlock: () => Promise<void>
}

export async function createAuditLog({ settings, names, recovered, prove, unlock }: Parts): Promise<AuditLog> {
  const { clock, fileSystem } = settings
  const { disk, writer, sealed } = recovered
  let { beginning } = recovered
  const queue: CommitQueue = createCommitQueue({ commit: disk.commit, maxPendingBytes: settings.maxPendingBytes })
  let durable = writer.chain
  let closing: Promise<void> | null = null
  let offered = writer.chain.size
  let cancelTimer: (() => void) | null = null

  const offerHead = (): void => {
    const head = writer.head()
    offered = head.size
    queue.mark(() => notary.offer(head))
  }

  const noteRecord = (): void => {
    if (settings.signer === null) return
    if (writer.chain.size - offered >= settings.everyRecords) offerHead()
    cancelTimer ??= clock.after(settings.everyMs, () => {
      cancelTimer = null
      if (closing === null && writer.chain.size > offered) offerHead()
    })
  }

  const rotationIsDue = (): boolean => {
    const { segment, lastTime } = writer
    // A segment that holds nothing but its opening is as good as a new one.
    if (segment === null || segment.records < 2) return false
    return segment.bytes >= settings.maxBytes || (settings.daily && dayOf(clock.now()) > dayOf(lastTime))
  }

  const rotate = (): void => {
    const { line, name } = writer.seal()
    queue.addOwn(line)
    const gone = { name, beginning, end: writer.chain.size, sealedAt: writer.lastTime }
    if (settings.signer !== null) offerHead()
    queue.addTask(() => disk.rotate(name))
    const opened = writer.open()
    beginning = opened.beginning
    queue.addOwn(opened.line)
    const { chain } = writer
    queue.mark(() => {
      if (chain.size > durable.size) durable = chain
      sealed.push(gone)
      retain()
    })
  }

  const retain = (): void => {
    if (closing !== null || queue.failed) return
    const count = countExpired(sealed, settings.retention, { now: clock.now(), covered: notary.covered })
    if (count === 0) return
    const gone = sealed.splice(0, count).map(({ name }) => name)
    const rest = sealed[0]?.beginning ?? beginning
    queue.addOwn(writer.segmentsPruned(gone, rest))
    queue.addTask(() => disk.removeSegments(gone))
    noteRecord()
  }

  const proveAny = async (oldSize: number, newSize: number): Promise<readonly string[]> => {
    const segments = [...sealed, { name: names.active.slice(names.folder.length + 1), beginning }]
    return prove(oldSize, newSize) ?? proveFromFiles(fileSystem, names, segments, oldSize, newSize)
  }

  const { signer } = settings
  const notary: CheckpointPublisher =
    signer === null
      ? noPublisher
      : createCheckpointPublisher({
          settings,
          signer,
          names,
          kept: recovered.checkpoints,
          size: writer.chain.size,
          prove: proveAny,
          onCovered: retain,
          onFailure: queue.fail,
          durableSize: () => durable.size,
        })

  const append = (event: AuditEvent, { seal = none }: AppendDetails = {}): Promise<AuditRecord> =>
    new Promise((resolve, reject) => {
      if (closing !== null) throw new AuditError('closed', 'the audit log is closed')
      if (rotationIsDue() && !queue.failed) rotate()
      // Nothing is awaited before the queue has the line: calls take their places in the order in which they are made.
      const requests = seal.length === 0 ? none : seal.map((path) => ({ path, salt: randomHex(clock, 32) }))
      const next = writer.draft(event, requests)
      const settle = (failure: AuditError | null): void => {
        if (failure === null) {
          durable = next.state
          resolve(next.record)
        } else reject(failure)
      }
      const { disclosures } = next
      queue.add(next.line, settle, disclosures.length === 0 ? undefined : disclosures.map(formatDisclosure).join(''))
      // Not before the queue has it: one that it refuses is no part of the log.
      writer.take(next)
      noteRecord()
    })

  const close = async (): Promise<void> => {
    cancelTimer?.()
    if (signer !== null && !queue.failed && writer.chain.size > notary.covered) offerHead()
    try {
      await queue.idle()
      await notary.close()
      await queue.idle()
    } finally {
      try {
        await disk.close()
      } finally {
        await unlock()
      }
    }
  }

  if (signer?.previous !== undefined) {
    const to = verifierKeyOf(noteSigner(signer))
    if (recovered.rotatedTo !== formatVerifierKey(to)) {
      await disk.commit({
        bytes: writer.keyRotated(verifierKeyOf(noteSigner(signer.previous)), to),
        disclosures: '',
        afterPause: true,
      })
      durable = writer.chain
    }
  }
  if (signer !== null && writer.chain.size > notary.covered) notary.offer(writer.head())
  retain()

  return {
    append,
    async eraseSealed(erasure) {
      if (closing !== null) throw new AuditError('closed', 'the audit log is closed')
      return new Promise((resolve, reject) => {
        queue.addTask(async () => {
          try {
            resolve(await eraseDisclosures(fileSystem, names, [...sealed], erasure))
          } catch (error) {
            reject(error)
            throw error
          }
        })
      })
    },
    close() {
      closing ??= close()
      return closing
    },
    get state(): AuditLogState {
      const status = closing !== null ? 'closed' : queue.failed ? 'unavailable' : 'open'
      const checkpointed = signer === null ? 0 : notary.covered
      return { ...durable, status, checkpointed, witnesses: notary.witnesses(durable.size) }
    },
  }
}

const none: readonly never[] = []

const DAY_MS = 86_400_000

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS)
}
