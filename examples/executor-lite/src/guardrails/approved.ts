import { readFile } from 'node:fs/promises'
import { replaceFile } from '@tezgah/core/node/durable-file'
import type { GateState, JsonValue, Parameters } from '@tezgah/guardrails'
import { compilePolicies, type Policies, startPolicies } from '@tezgah/guardrails'
import { runLimitsSchema } from '@tezgah/runner'
import { z } from 'zod'
import { jsonValue, named } from '../http/schemas.ts'

const paramsSchema = z.record(z.string().max(128), jsonValue)

/** What people have approved together: how strategies may be run, and what a run may reach. */
export const approvedSchema = named(
  'Approved',
  z.strictObject({
    strategies: z
      .record(z.string().min(1).max(64), paramsSchema)
      .describe(
        'By strategy, the parameters it may be run with; one that is not named may be run with all that its schema allows',
      ),
    limits: runLimitsSchema.describe('What every run may reach; a limit that is not named does not exist'),
  }),
)

export type Approved = z.output<typeof approvedSchema>

/** Before anybody has approved anything: no limits. */
export const NOTHING_APPROVED: Approved = { strategies: {}, limits: {} }

/** In the form that the gate guards. */
export function parametersOf(approved: Approved): Parameters {
  // A copy as JSON has it: without members that are `undefined`.
  return { values: JSON.parse(JSON.stringify(approved)) as JsonValue }
}

const schema = z.strictObject({
  version: z.literal(1),
  approved: approvedSchema,
  /** What a proposal is about to put into force. Whether it did, the gate knows. */
  pending: z.strictObject({ proposal: z.string(), approved: approvedSchema }).nullable(),
})

type Content = Omit<z.output<typeof schema>, 'version'>

/**
 * What is approved now, kept in a file of its own, because the gate only says that a proposal was applied. What comes next is written
 * down before the gate applies it, so that after a crash between the two the gate's answer decides.
 */
export class ApprovedStore {
  readonly #file: string
  #approved: Approved
  #policies: Policies
  #failed = false

  private constructor(file: string, approved: Approved) {
    this.#file = file
    this.#approved = approved
    this.#policies = policiesOn(approved)
  }

  /** Writes the file of a first start. */
  static async initialise(file: string): Promise<void> {
    await write(file, { approved: NOTHING_APPROVED, pending: null })
  }

  /** @throws if the file is missing, or not as it was written */
  static async open(file: string, gate: GateState): Promise<ApprovedStore> {
    const { approved, pending } = schema.parse(JSON.parse(await readFile(file, 'utf8')))
    const isApplied = gate.proposals.some(({ id, status }) => id === pending?.proposal && status === 'applied')
    return new ApprovedStore(file, pending !== null && isApplied ? pending.approved : approved)
  }

  /** @throws after a write has failed, when the state on disk is unknown: restart */
  get approved(): Approved {
    if (this.#failed) throw new Error(`${this.#file}: could not be written`)
    return this.#approved
  }

  /** What is approved, as policies on starts. @throws as `approved` */
  get policies(): Policies {
    if (this.#failed) throw new Error(`${this.#file}: could not be written`)
    return this.#policies
  }

  /** @param applyToGate - the gate's part; true if the proposal was applied */
  async apply<T>(
    proposal: string,
    next: Approved,
    applyToGate: () => Promise<T>,
    isApplied: (outcome: T) => boolean,
  ): Promise<T> {
    await this.#write({ approved: this.approved, pending: { proposal, approved: next } })
    const outcome = await applyToGate()
    const approved = isApplied(outcome) ? next : this.approved
    await this.#write({ approved, pending: null })
    this.#approved = approved
    this.#policies = policiesOn(approved)
    return outcome
  }

  async #write(content: Content): Promise<void> {
    try {
      await write(this.#file, content)
    } catch (error) {
      this.#failed = true
      throw error
    }
  }
}

async function write(file: string, content: Content): Promise<void> {
  await replaceFile(file, `${JSON.stringify({ version: 1, ...content })}\n`, { temporary: `${file}.tmp` })
}

function policiesOn({ strategies, limits }: Approved): Policies {
  return compilePolicies(startPolicies({ strategies, limits }))
}
