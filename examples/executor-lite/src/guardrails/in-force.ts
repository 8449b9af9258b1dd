import { compilePolicies, type GateState, type Policies, startPolicies } from '@tezgah/guardrails'
import { z } from 'zod'
import { type Approved, approvedSchema, NOTHING_APPROVED } from './approved.ts'
import { readJson, writeJsonDurably } from './durable-json.ts'

const schema = z.strictObject({
  version: z.literal(1),
  approved: approvedSchema,
  /** What a proposal is about to put into force. Whether it did, the gate knows. */
  pending: z.strictObject({ proposal: z.string(), approved: approvedSchema }).nullable(),
})

/**
 * What is approved now, kept in a file of its own, because the gate only says that a proposal was applied. What comes next is written
 * down before the gate applies it, so that after a crash between the two the gate's answer decides.
 */
export class InForce {
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
    await writeJsonDurably(file, { version: 1, approved: NOTHING_APPROVED, pending: null })
  }

  /** @throws if the file is missing, or not as it was written */
  static async open(file: string, gate: GateState): Promise<InForce> {
    const { approved, pending } = schema.parse(await readJson(file))
    const isApplied = gate.proposals.some(({ id, status }) => id === pending?.proposal && status === 'applied')
    return new InForce(file, pending !== null && isApplied ? pending.approved : approved)
  }

  /** @throws after a write has failed, when nobody knows what holds: restart */
  get approved(): Approved {
    if (this.#failed) throw new Error(`${this.#file}: could not be written`)
    return this.#approved
  }

  /** What is approved, as policies on starts. @throws as `approved` */
  get policies(): Policies {
    if (this.#failed) throw new Error(`${this.#file}: could not be written`)
    return this.#policies
  }

  /** @param apply - the gate's part; true if the proposal was applied */
  async replace<T>(
    proposal: string,
    next: Approved,
    apply: () => Promise<T>,
    isApplied: (outcome: T) => boolean,
  ): Promise<T> {
    await this.#write({ approved: this.approved, pending: { proposal, approved: next } })
    const outcome = await apply()
    const approved = isApplied(outcome) ? next : this.approved
    await this.#write({ approved, pending: null })
    this.#approved = approved
    this.#policies = policiesOn(approved)
    return outcome
  }

  async #write(content: Omit<z.output<typeof schema>, 'version'>): Promise<void> {
    try {
      await writeJsonDurably(this.#file, { version: 1, ...content })
    } catch (error) {
      this.#failed = true
      throw error
    }
  }
}

function policiesOn({ strategies, limits }: Approved): Policies {
  return compilePolicies(startPolicies({ strategies, limits }))
}
