import { toFieldErrors } from '@tezgah/runner'
import { z } from 'zod'
import { ProblemError } from '../problem.ts'
import { approvedSchema } from './approved.ts'
import { WAIVABLE } from './policies.ts'

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
