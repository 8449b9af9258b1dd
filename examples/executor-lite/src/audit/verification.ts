import { z } from 'zod'
import type { BackgroundWorker } from '../background/background-worker.ts'
import { named } from '../http/schemas.ts'
import type { CheckpointWitness } from './checkpoint-witness.ts'
import type { AuditTrail } from './trail.ts'

const verificationSchema = z.strictObject({
  status: z.enum(['intact', 'tampered', 'torn', 'unproven']),
  size: z.int().describe('Records that were read'),
  head: z.string(),
  firstBadSeq: z
    .int()
    .optional()
    .describe('Of a log that was tampered with: the first record that may not be what was written'),
  reason: z.string().optional(),
  checkpoints: z.int().describe('Of the log, signed with its key, that were found and fit'),
  restsOn: z
    .enum(['own-key', 'nothing'])
    .describe('own-key: also on the newest signed checkpoint, which is kept in another folder than the log'),
})

/** As the background verification reports it. */
const foundSchema = z.object({ ...verificationSchema.shape, restsOn: z.enum(['witness', 'own-key', 'nothing']) })

export const verdictSchema = named(
  'AuditVerification',
  z.strictObject({
    ...verificationSchema.shape,
    verifiedAt: z.int().describe('When it began, epoch milliseconds, UTC'),
    tookMs: z.number(),
    ageMs: z.number().describe('Since it ended; a verdict is used again for a minute'),
  }),
)

type Verdict = z.output<typeof verdictSchema>

export type VerificationDeps = {
  /** The active file of the log. */
  readonly auditFile: string
  readonly audit: AuditTrail
  readonly checkpoints: Pick<CheckpointWitness, 'latest' | 'verifierKey'>
  /** A thread for this alone: a long log holds up nothing else. */
  readonly thread: BackgroundWorker
  /** Milliseconds of a monotonic clock. */
  readonly monotonicNow: () => number
  readonly now?: () => number
  /** For a metric; called once for each verification that came to a verdict. */
  readonly onVerified?: (isIntact: boolean) => void
}

const CACHE_MS = 60_000
/** A log that is being written may end in half a record for a moment. */
const ATTEMPTS = 3

/** Verifies the log when asked to: one verification at a time, and its verdict is used for a minute. */
export class AuditVerification {
  readonly #deps: VerificationDeps
  #running: Promise<void> | null = null
  #latest: { readonly verdict: Omit<Verdict, 'ageMs'>; readonly endedAt: number } | null = null

  constructor(deps: VerificationDeps) {
    this.#deps = deps
  }

  async latest(): Promise<Verdict> {
    const known = this.#latest
    if (known === null || this.#deps.monotonicNow() - known.endedAt >= CACHE_MS) {
      this.#running ??= this.#verify().finally(() => {
        this.#running = null
      })
      await this.#running
    }
    const { endedAt, verdict } = this.#latest ?? unreachable()
    return { ...verdict, ageMs: Math.round(this.#deps.monotonicNow() - endedAt) }
  }

  async #verify(): Promise<void> {
    const { audit, monotonicNow, now = Date.now } = this.#deps
    const verifiedAt = now()
    const begunAt = monotonicNow()
    // What had been acknowledged before the files were read must be in them.
    const { head = null, size = 0 } = audit.state
    let found = await this.#look()
    for (let look = 1; look < ATTEMPTS && found.status === 'torn'; look++) found = await this.#look()
    const endedAt = monotonicNow()
    const verdict = { ...compareWithWritten(found, { head, size }), verifiedAt, tookMs: Math.round(endedAt - begunAt) }
    this.#latest = { verdict, endedAt }
    this.#deps.onVerified?.(verdict.status === 'intact')
  }

  async #look(): Promise<z.output<typeof verificationSchema>> {
    const { auditFile, checkpoints, thread } = this.#deps
    // Before the first there is nothing to hold the log against, which is not the same as one that does not fit.
    const { latest } = checkpoints
    const [keys, witnessed] = latest === null ? [[], []] : [[checkpoints.verifierKey], [latest.note]]
    const bytes = await thread.run({ type: 'audit-verify', log: auditFile, keys, witnessed })
    const found = foundSchema.parse(JSON.parse(bytes.toString()))
    const { firstBadSeq, reason, restsOn, ...others } = found
    return {
      ...others,
      ...(firstBadSeq === undefined ? {} : { firstBadSeq }),
      ...(reason && { reason }),
      // Who keeps it is no stranger, so it vouches for no more than the key does.
      restsOn: restsOn === 'nothing' ? restsOn : 'own-key',
    }
  }
}

type Found = z.output<typeof verificationSchema>

/** The files alone do not tell that records are missing at their end; this process knows what it has written. */
function compareWithWritten(found: Found, written: { readonly size: number; readonly head: string | null }): Found {
  if (found.status === 'tampered' || found.size > written.size) return found
  const reason = `this process has written ${written.size} records, the files end otherwise after ${found.size}`
  if (found.size === written.size && (written.head === null || found.head === written.head)) return found
  return { ...found, status: 'tampered', firstBadSeq: Math.max(0, found.size - 1), reason }
}

function unreachable(): never {
  throw new TypeError('a verification ended without a verdict')
}
