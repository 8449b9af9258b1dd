import { availableParallelism } from 'node:os'
import path from 'node:path'
import { z } from 'zod'

/** Root of the checkout. */
export const REPOSITORY = path.resolve(import.meta.dirname, '../../..')

export type Environment = {
  /** `null`: look in `.env.local`, and make one where there is none. */
  readonly adminToken: string | null
  readonly port: number
  readonly dataDir: string
  readonly datasetsDir: string
  readonly auditLog: string
  readonly rateLimitPerMinute: number
  readonly concurrency: number
  readonly runTimeoutMs: number
  readonly maxUnfinishedJobs: number
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

/** Every problem of the environment at once. No message repeats a value that could be a secret. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number)
    .default(fallback)

const folder = (...fallback: string[]) =>
  z
    .string()
    .max(4_096)
    .transform((value) => path.resolve(value))
    .default(path.join(REPOSITORY, ...fallback))

/** What `x-admin-token` may be: long enough not to be guessed, and only characters that a header can carry. */
export const adminTokenSchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,512}$/, 'must be 16 to 512 visible ASCII characters without spaces')

const schema = z.object({
  ADMIN_TOKEN: adminTokenSchema.optional(),
  PORT: wholeNumber(0, 65_535, 4_010),
  TEZGAH_DATA_DIR: folder('data', 'executor'),
  TEZGAH_DATASETS_DIR: folder('examples', 'data'),
  AUDIT_LOG: folder('logs', 'audit', 'backtest.log'),
  RATE_LIMIT_PER_MINUTE: wholeNumber(1, 100_000, 60),
  CONCURRENCY: wholeNumber(1, 256, Math.max(1, availableParallelism() - 1)),
  RUN_TIMEOUT_MS: wholeNumber(100, 86_400_000, 300_000),
  MAX_UNFINISHED_JOBS: wholeNumber(1, 100_000, 1_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

const SECRET = 'ADMIN_TOKEN'

/**
 * Reads the settings; a variable that is empty counts as not set.
 *
 * @throws EnvironmentError listing every variable that is wrong
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(set, { reportInput: true })
  if (!parsed.success) throw new EnvironmentError(parsed.error.issues.map(problemOf))
  const { data } = parsed
  return {
    adminToken: data.ADMIN_TOKEN ?? null,
    port: data.PORT,
    dataDir: data.TEZGAH_DATA_DIR,
    datasetsDir: data.TEZGAH_DATASETS_DIR,
    auditLog: data.AUDIT_LOG,
    rateLimitPerMinute: data.RATE_LIMIT_PER_MINUTE,
    concurrency: data.CONCURRENCY,
    runTimeoutMs: data.RUN_TIMEOUT_MS,
    maxUnfinishedJobs: data.MAX_UNFINISHED_JOBS,
    logLevel: data.LOG_LEVEL,
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0])
  if (name === SECRET) return `${name} ${issue.message}`
  return `${name} ${issue.message}, was ${JSON.stringify(issue.input)?.slice(0, 80)}`
}
