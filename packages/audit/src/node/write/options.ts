import { MAX_RECORD_BYTES } from '../../record/limits.ts'
import { requireLongSecrets } from '../../record/redact.ts'
import type { AuditClock } from '../files/clock.ts'
import { systemClock } from '../files/clock.ts'
import { type AuditFileSystem, nodeFileSystem } from '../files/file-system.ts'
import type { LogSigner } from '../sign/signing.ts'
import type { Witness, WitnessState } from '../sign/witness-feed.ts'
import { type Retention, requireRetention } from './retention.ts'

/** How to open an audit log. */
export type AuditLogOptions = {
  /** The file. Its folder is created when missing. While the log is open there is a `<path>.lock` next to it. */
  readonly path: string
  /** When a new file is begun. */
  readonly segment?: {
    /** Once a file has so many bytes, at least 4,096. 64 MiB when absent. */
    readonly maxBytes?: number
    /** With the first record of each day, UTC. `false` when absent. */
    readonly daily?: boolean
  }
  /** How long sealed files are kept. For ever when absent. */
  readonly retention?: Retention
  /** Signs checkpoints. None are made when absent. */
  readonly signer?: LogSigner
  /** When a checkpoint is made; one is also made when a file is sealed and when the log is closed. */
  readonly checkpoint?: {
    /** After so many records, at least 1. 100 when absent. */
    readonly everyRecords?: number
    /** At the latest so many milliseconds after a record, at least 1. 10,000 when absent. */
    readonly everyMs?: number
  }
  /** Receive the checkpoints. None when absent. */
  readonly witnesses?: readonly Witness[]
  /** Called when a witness fails, and when it is back. What it throws is ignored. */
  readonly onWitness?: (state: WitnessState) => void
  /** Texts that must never be recorded, each of at least 8 characters, masked wherever they occur. None when absent. */
  readonly secrets?: readonly string[]
  /** How many bytes of records may wait for the disk, at least 65,536. 16 MiB when absent. */
  readonly maxPendingBytes?: number
  /** The wall clock, in whole milliseconds since the Unix epoch, UTC. That of `clock` when absent. */
  readonly now?: () => number
  /** Clocks, timers and chance. Those of the operating system when absent. */
  readonly clock?: AuditClock
  /** Where the bytes go. The file system of the operating system when absent; tests pass one that fails. */
  readonly fileSystem?: AuditFileSystem
}

/** Options that are checked and complete. */
export type Settings = {
  readonly path: string
  readonly maxBytes: number
  readonly daily: boolean
  readonly retention: Retention
  readonly signer: LogSigner | null
  readonly everyRecords: number
  readonly everyMs: number
  readonly witnesses: readonly Witness[]
  readonly onWitness: (state: WitnessState) => void
  readonly secrets: readonly string[]
  readonly maxPendingBytes: number
  readonly clock: AuditClock
  readonly fileSystem: AuditFileSystem
}

/** @throws RangeError naming the option, its limit and what was given */
export function settingsOf(options: AuditLogOptions): Settings {
  const { clock: given = systemClock, secrets = [], segment = {}, checkpoint = {} } = options
  const { now } = options
  const clock: AuditClock = now === undefined ? given : { ...given, now }
  requireLongSecrets(secrets)
  requireRetention(options.retention ?? {})
  if (options.signer === undefined && (options.witnesses ?? []).length > 0) {
    throw new RangeError('witnesses requires signer: checkpoints cannot be sent unsigned')
  }
  return {
    path: options.path,
    maxBytes: atLeast('segment.maxBytes', segment.maxBytes ?? 64 * 1024 * 1024, 4096),
    daily: segment.daily ?? false,
    retention: options.retention ?? {},
    signer: options.signer ?? null,
    everyRecords: atLeast('checkpoint.everyRecords', checkpoint.everyRecords ?? 100, 1),
    everyMs: atLeast('checkpoint.everyMs', checkpoint.everyMs ?? 10_000, 1),
    witnesses: options.witnesses ?? [],
    onWitness: options.onWitness ?? (() => undefined),
    secrets,
    maxPendingBytes: atLeast('maxPendingBytes', options.maxPendingBytes ?? 16 * 1024 * 1024, MAX_RECORD_BYTES),
    clock,
    fileSystem: options.fileSystem ?? nodeFileSystem,
  }
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new RangeError(`${name} must be a whole number of at least ${least}, received ${value}`)
}
