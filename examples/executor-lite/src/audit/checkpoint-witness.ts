import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { checkConsistency, openCheckpoint, parseVerifierKey, type TreeHead } from '@tezgah/audit'
import type { Witness, WitnessSubmission } from '@tezgah/audit/node'
import { replaceFile } from '@tezgah/core/node/durable-file'
import { EnvironmentError } from '@tezgah-examples/service-kit/environment'
import { z } from 'zod'
import { AUDIT_ORIGIN } from './signing-key.ts'

/** A signed checkpoint, and what it says. */
export type SignedCheckpoint = TreeHead & { readonly note: string }

const schema = z.strictObject({ version: z.literal(1), note: z.string() })

/**
 * The newest checkpoint of the audit log, kept in another folder than the log: a process that shortens or rewrites the log together with the
 * checkpoints beside it, while this service is away, is found out by the one that is here. It takes no checkpoint that does not go on
 * from it.
 */
export class CheckpointWitness implements Witness {
  readonly name = 'data folder'
  /** What others verify the signature with. */
  readonly verifierKey: string
  readonly #file: string
  #latest: SignedCheckpoint | null

  private constructor(file: string, verifierKey: string, latest: SignedCheckpoint | null) {
    this.#file = file
    this.verifierKey = verifierKey
    this.#latest = latest
  }

  /** @throws EnvironmentError where what is kept was not signed with the key */
  static async open(file: string, verifierKey: string): Promise<CheckpointWitness> {
    if (!existsSync(file)) return new CheckpointWitness(file, verifierKey, null)
    const parsed = schema.safeParse(await readJson(file))
    const note = parsed.data?.note ?? ''
    const opened = openCheckpoint(note, AUDIT_ORIGIN, [parseVerifierKey(verifierKey)])
    if (opened.status === 'verified') {
      const { root, size } = opened.checkpoint
      return new CheckpointWitness(file, verifierKey, { size, root, note })
    }
    throw new EnvironmentError([
      `${file}: ${opened.reason}. Restore the key (AUDIT_KEY_FILE); or remove the file: the records before it can then no longer be verified`,
    ])
  }

  /** `null` before the first. */
  get latest(): SignedCheckpoint | null {
    return this.#latest
  }

  async submit({ head, note, prove }: WitnessSubmission): Promise<string> {
    const known = this.#latest
    if (known !== null && !checkConsistency(known, head, await prove(known.size)))
      throw new Error(`the log of ${head.size} records does not begin with the ${known.size} that were signed before`)
    await replaceFile(this.#file, `${JSON.stringify({ version: 1, note })}\n`, { temporary: `${this.#file}.tmp` })
    this.#latest = { size: head.size, root: head.root, note }
    return ''
  }
}

/** `null` where it cannot be read: an unreadable checkpoint vouches for nothing. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}
