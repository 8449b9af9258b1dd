import { toFieldErrors } from '@tezgah/runner'
import { z } from 'zod'
import { ProblemError } from '../http/problem.ts'
import { jsonValue, named } from '../http/schemas.ts'
import { approvedSchema } from './approved.ts'
import { POLICIES, WAIVABLE } from './policies.ts'

const time = z.int().describe('Epoch milliseconds, UTC')
const person = named(
  'Person',
  z.strictObject({ id: z.string(), credential: z.string().describe('Name of the token, never the token') }),
)
const hash = z.string().regex(/^[0-9a-f]{64}$/)

const changeSchema = z.strictObject({
  path: z.string().describe('JSON pointer'),
  kind: z.enum(['added', 'removed', 'changed', 'typeChanged', 'defaultChanged']),
  from: jsonValue.optional(),
  to: jsonValue.optional(),
})

/** A proposal as it is shown. */
export const proposalSchema = named(
  'Proposal',
  z.strictObject({
    id: z.string(),
    content: hash.describe('Of all that an approver agrees to; send it with the approval'),
    base: hash,
    target: hash,
    parameters: z.strictObject({ values: approvedSchema }),
    policies: hash,
    changes: z.array(changeSchema),
    quorum: z.int(),
    proposer: person,
    reason: z.string(),
    createdAt: time,
    expiresAt: time,
    notBefore: time.nullable(),
    approvals: z.array(z.strictObject({ by: person, at: time })),
    status: named(
      'ProposalStatus',
      z.enum(['pending', 'approved', 'scheduled', 'applied', 'rejected', 'expired', 'conflicted', 'withdrawn']),
    ),
  }),
)

export const proposalListSchema = named('ProposalList', z.strictObject({ proposals: z.array(proposalSchema) }))

/** An override as it is shown. */
export const overrideSchema = named(
  'Override',
  z.strictObject({
    id: z.string(),
    content: hash.describe('Of all that an approver agrees to; send it with the approval'),
    policies: z.array(z.string()),
    symbols: z.union([z.literal('all'), z.array(z.string())]).describe('Ids of datasets'),
    from: time,
    until: time,
    maxUses: z.int(),
    uses: z.int(),
    reason: z.string(),
    requestedBy: person,
    requestedAt: time,
    approvedBy: person.nullable(),
    status: named('OverrideStatus', z.enum(['pending', 'approved', 'rejected', 'revoked', 'expired', 'usedUp'])),
  }),
)

export const overrideListSchema = named('OverrideList', z.strictObject({ overrides: z.array(overrideSchema) }))

const policyName = named('PolicyName', z.enum(POLICIES.map(({ name }) => name)))

export const policiesSchema = named(
  'Policies',
  z.strictObject({
    hash: hash.describe('Of these rules'),
    policies: z.array(z.strictObject({ name: policyName, description: z.string(), canBeWaived: z.boolean() })),
    approved: approvedSchema,
  }),
)

const modes = named('TradingMode', z.enum(['active', 'reducing', 'halted']))

const modeSchema = z.strictObject({
  mode: modes,
  since: time,
  by: person,
  reason: z.string(),
  failure: z.string().nullable().describe('Why the file cannot be trusted; the mode stays halted then'),
  request: z
    .strictObject({ id: z.string(), to: modes, by: person, reason: z.string(), at: time, expiresAt: time })
    .nullable()
    .describe('The request to re-arm that waits for another person'),
})

/** What was said of one start. */
export const verdictViewSchema = named(
  'StartVerdict',
  z.strictObject({
    at: time,
    job: z.string(),
    strategy: z.string(),
    operator: z.string(),
    verdict: z.enum(['approved', 'refused']),
    policies: z.array(policyName),
    overrides: z.array(z.string()),
  }),
)

export const riskSchema = named(
  'Risk',
  z.strictObject({
    trading: modeSchema,
    limits: z.array(
      z.strictObject({
        name: z.enum(['maxDrawdownPct', 'maxNotional']),
        limit: z.union([z.number(), z.string()]).nullable().describe('null: there is none'),
        reached: z
          .number()
          .nullable()
          .describe('The most that one of the last 50 finished runs came to; null: not known'),
        remaining: z.number().nullable().describe('What is left of the limit; null: not known'),
      }),
    ),
    overrides: z.array(
      z.strictObject({
        id: z.string(),
        policies: z.array(z.string()),
        symbols: z.union([z.literal('all'), z.array(z.string())]),
        until: time,
        leftMs: z.int().describe('Until it ends'),
        usesLeft: z.int(),
      }),
    ),
    verdicts: z
      .array(verdictViewSchema)
      .describe('On the last starts since this process began, newest first, at most 100'),
  }),
)

export type Risk = z.output<typeof riskSchema>
export type Policies = z.output<typeof policiesSchema>

const reason = z.string().min(1).max(500).describe('Why, in words')
const moment = z.int().min(0).max(253_402_300_799_999).describe('Epoch milliseconds, UTC')
const content = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')

export const reasonBody = z.strictObject({ reason })
export const contentBody = z.strictObject({ content: content.describe('What the approver saw') })
export const nothingBody = z.strictObject({})
export const killBody = z.strictObject({ to: z.enum(['halted', 'reducing']).default('halted'), reason })
export const rearmBody = z.strictObject({
  to: z.enum(['active', 'reducing']).default('active'),
  reason,
  expiresAt: moment.optional().describe('Within a day; by default in 15 minutes'),
})
export const proposalBody = z.strictObject({
  target: approvedSchema.describe('All that shall be approved, not only what changes'),
  reason,
  expiresAt: moment.optional().describe('Within 30 days; by default in one day'),
})
export const overrideBody = z.strictObject({
  policies: z.array(z.enum(WAIVABLE)).min(1).max(WAIVABLE.length),
  symbols: z
    .union([z.literal('all'), z.array(z.string().min(1).max(128)).min(1).max(1000)])
    .default('all')
    .describe('Ids of datasets'),
  from: moment.optional().describe('By default now'),
  until: moment.describe('At most 7 days after from'),
  maxUses: z.int().min(1).max(1000).default(1),
  reason,
})

/** @throws ProblemError `invalid-request` with an entry per refused field */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body ?? {}, { reportInput: true })
  if (parsed.success) return parsed.data
  throw new ProblemError('invalid-request', 'The body is not valid.', { errors: toFieldErrors(parsed.error) })
}
