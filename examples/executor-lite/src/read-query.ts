import { toFieldErrors } from '@tezgah/runner'
import type { z } from 'zod'
import { ProblemError } from './problem.ts'

/** @throws ProblemError `invalid-request` with an entry per refused parameter */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const parsed = schema.safeParse(query, { reportInput: true })
  if (parsed.success) return parsed.data
  throw new ProblemError('invalid-request', 'The query is not valid.', { errors: toFieldErrors(parsed.error) })
}
