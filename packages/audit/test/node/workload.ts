import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import path from 'node:path'
import { type AuditRecord, formatVerifierKey, LOG_ACTOR, verifierKey } from '@tezgah/audit'
import { type AuditClock, type AuditLog, type AuditLogOptions, fileWitness } from '@tezgah/audit/node'
import { event } from '../events.ts'
import { LOG_PATH, MemoryFileSystem, ROOT } from './memory-file-system.ts'

/** A record that was acknowledged, and how many operations the log had made by then. */
export type Acknowledged = { readonly seq: number; readonly hash: string; readonly operations: number }

/** A clock that goes on by one second with each look, timers that never fire, and chance that is none. */
export function steadyClock(): AuditClock {
  let looks = 0
  let draws = 0
  return {
    now: () => 1_750_000_000_000 + looks++ * 1000,
    monotonic: () => looks * 1000,
    after: () => () => undefined,
    every: () => () => undefined,
    random: (count) => createHash('shake256', { outputLength: count }).update(`${draws++}`).digest(),
  }
}

/** An Ed25519 key from a number. */
export function testKey(number: number): ReturnType<typeof createPrivateKey> {
  const seed = createHash('sha256').update(`key ${number}`).digest()
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' })
}

export const ORIGIN = 'example.com/desk/backtest'

/** The verifier key of such a key. */
export function vkey(number: number): string {
  const { x = '' } = createPublicKey(testKey(number)).export({ format: 'jwk' })
  return formatVerifierKey(verifierKey(ORIGIN, 1, Buffer.from(x, 'base64url')))
}

/** Where the witness of these tests keeps what it is sent. */
export const WITNESS_PATH = path.join(ROOT, 'witness', 'backtest.notes')

/** Small segments, checkpoints, a witness, and removal of what is older than two segments. */
export function rotatingOptions(fileSystem: MemoryFileSystem): AuditLogOptions {
  return {
    path: LOG_PATH,
    fileSystem,
    clock: steadyClock(),
    segment: { maxBytes: 4096 },
    retention: { maxSegments: 2 },
    signer: { origin: ORIGIN, name: ORIGIN, privateKey: testKey(1) },
    checkpoint: { everyRecords: 5 },
    witnesses: [fileWitness({ path: WITNESS_PATH, fileSystem })],
  }
}

/** A disk on which nothing but the witness's folder is. */
export function emptyDisk(): MemoryFileSystem {
  return new MemoryFileSystem([ROOT, path.dirname(WITNESS_PATH)])
}

const EVENTS = 30

/** Enough appends, alone and together, some with sealed values, for three rotations and one removal. */
export async function work(
  fileSystem: MemoryFileSystem,
  log: AuditLog,
  acknowledged: Acknowledged[] = [],
  events: number = EVENTS,
): Promise<Acknowledged[]> {
  const append = async (number: number): Promise<void> => {
    const details = { customer: `customer ${number}`, note: 'x'.repeat(60) }
    const how = number % 4 === 0 ? { seal: ['/customer'] } : {}
    const { seq, hash } = await log.append({ ...event(number), details }, how)
    acknowledged.push({ seq, hash, operations: fileSystem.operations.length })
  }
  for (let number = 0; number < events; number += 3) {
    await Promise.allSettled([append(number)])
    await Promise.allSettled([append(number + 1), append(number + 2)])
  }
  return acknowledged
}

/** The records that stand in the files of a log, by number, and the first that is there. */
export function recordsIn(fileSystem: MemoryFileSystem): Map<number, AuditRecord> {
  const records = new Map<number, AuditRecord>()
  for (const [name, bytes] of fileSystem.contents()) {
    if (!/^backtest\.(\d+\.)?log$/.test(name)) continue
    for (const line of bytes.toString().split('\n').slice(0, -1)) {
      const record: AuditRecord = JSON.parse(line)
      records.set(record.seq, record)
    }
  }
  return records
}

/** Of records, how many at the beginning the log says were removed. */
export function prunedTo(records: ReadonlyMap<number, AuditRecord>): number {
  const own = [...records.values()].filter(
    ({ actor, action }) => actor === LOG_ACTOR && action === 'log.segments_pruned',
  )
  return own.reduce((most, { details }) => Math.max(most, Number(details['size'])), 0)
}
