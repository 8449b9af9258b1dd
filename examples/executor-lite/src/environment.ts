import { availableParallelism } from 'node:os'
import path from 'node:path'
import { EnvironmentError, wholeNumber } from '@tezgah-examples/service-kit/environment'
import { z } from 'zod'
import { adminTokenSchema } from './auth/admin-token.ts'
import { bindAddressProblem } from './auth/bind-address.ts'
import { MAX_TRUSTED_HOPS } from './auth/client-address.ts'
import { SPOT_SOURCES, type SpotOptions } from './spot/feed.ts'

/** Root of the checkout. */
export const REPOSITORY = path.resolve(import.meta.dirname, '../../..')

export type Environment = {
  /** `null`: look in `.env.local`, and make one where there is none. */
  readonly adminToken: string | null
  /** Address to listen on. */
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** Address of the PostgreSQL that holds the jobs, with its password; `null`: a file in `dataDir` holds them. */
  readonly databaseUrl: string | null
  readonly datasetsDir: string
  readonly auditLog: string
  /** The key that signs the checkpoints of the audit log; made where there is none. */
  readonly auditKeyFile: string
  /** Milliseconds after which a new record is covered by a checkpoint. */
  readonly auditCheckpointMs: number
  /** What `tezgah token` keeps; need not be there. */
  readonly operatorsFile: string
  /** Proxies between clients and this process. */
  readonly trustedHops: number
  readonly rateLimitPerMinute: number
  /** 0: takes backtests in and leaves them to the workers of the database. */
  readonly concurrency: number
  readonly runTimeoutMs: number
  readonly maxUnfinishedJobs: number
  readonly onCodeChange: 'wait' | 'readdress'
  readonly spotSource: SpotOptions['source']
  readonly spotSymbol: string
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

const folder = (...fallback: string[]) =>
  z
    .string()
    .max(4_096)
    .transform((value) => path.resolve(value))
    .default(path.join(REPOSITORY, ...fallback))

/** No message repeats it: it holds a password. */
const databaseUrl = z
  .string()
  .max(4_096)
  .refine((text) => /^postgres(ql)?:\/\/[^/]/.test(text) && URL.canParse(text), {
    error: 'must be an address such as postgres://user:password@host:5432/database',
  })

/** @param isShared - whether others can run what this process does not */
const schemaOf = (isShared: boolean) =>
  z.object({
    ADMIN_TOKEN: adminTokenSchema.optional(),
    HOST: z.string().max(100).default('127.0.0.1'),
    ALLOW_REMOTE: z.enum(['0', '1']).default('0'),
    PORT: wholeNumber(0, 65_535).default(4_010),
    TEZGAH_DATA_DIR: folder('data', 'executor'),
    DATABASE_URL: databaseUrl.optional(),
    TEZGAH_DATASETS_DIR: folder('examples', 'data'),
    AUDIT_LOG: folder('logs', 'audit', 'backtest.log'),
    AUDIT_KEY_FILE: z.string().max(4_096).optional(),
    AUDIT_CHECKPOINT_MS: wholeNumber(100, 3_600_000).default(10_000),
    OPERATORS_FILE: folder('data', 'operators.json'),
    TRUSTED_HOPS: wholeNumber(0, MAX_TRUSTED_HOPS).default(0),
    RATE_LIMIT_PER_MINUTE: wholeNumber(1, 100_000).default(60),
    CONCURRENCY: wholeNumber(isShared ? 0 : 1, 256).default(Math.max(1, availableParallelism() - 1)),
    RUN_TIMEOUT_MS: wholeNumber(100, 86_400_000).default(300_000),
    MAX_UNFINISHED_JOBS: wholeNumber(1, 100_000).default(1_000),
    ON_CODE_CHANGE: z.enum(['wait', 'readdress']).default('wait'),
    SPOT_SOURCE: z.enum(SPOT_SOURCES).default('off'),
    SPOT_SYMBOL: z
      .string()
      .regex(/^[A-Z0-9]{5,20}$/, 'must be a pair as the exchange spells it, such as BTCTRY')
      .default('BTCTRY'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })

const SECRETS: ReadonlySet<string> = new Set(['ADMIN_TOKEN', 'DATABASE_URL'])

/**
 * Reads the settings; a variable that is empty counts as not set.
 *
 * @throws EnvironmentError listing every variable that is wrong
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schemaOf('DATABASE_URL' in set).safeParse(set, { reportInput: true })
  if (!parsed.success) throw new EnvironmentError(parsed.error.issues.map(problemOf))
  const { data } = parsed
  const hostProblem = bindAddressProblem(data.HOST, data.ALLOW_REMOTE === '1')
  if (hostProblem !== null) throw new EnvironmentError([`HOST ${hostProblem}, was ${JSON.stringify(data.HOST)}`])
  const auditKeyFile = path.resolve(data.AUDIT_KEY_FILE ?? path.join(data.TEZGAH_DATA_DIR, 'audit-key.pem'))
  if (path.dirname(auditKeyFile) === path.dirname(data.AUDIT_LOG)) {
    const why = 'must not be in the folder of the audit log, whose checkpoints it signs'
    throw new EnvironmentError([`AUDIT_KEY_FILE ${why}, was ${JSON.stringify(auditKeyFile)}`])
  }
  return {
    adminToken: data.ADMIN_TOKEN ?? null,
    host: data.HOST,
    port: data.PORT,
    databaseUrl: data.DATABASE_URL ?? null,
    dataDir: data.TEZGAH_DATA_DIR,
    datasetsDir: data.TEZGAH_DATASETS_DIR,
    auditLog: data.AUDIT_LOG,
    auditKeyFile,
    auditCheckpointMs: data.AUDIT_CHECKPOINT_MS,
    operatorsFile: data.OPERATORS_FILE,
    trustedHops: data.TRUSTED_HOPS,
    rateLimitPerMinute: data.RATE_LIMIT_PER_MINUTE,
    concurrency: data.CONCURRENCY,
    runTimeoutMs: data.RUN_TIMEOUT_MS,
    maxUnfinishedJobs: data.MAX_UNFINISHED_JOBS,
    onCodeChange: data.ON_CODE_CHANGE,
    spotSource: data.SPOT_SOURCE,
    spotSymbol: data.SPOT_SYMBOL,
    logLevel: data.LOG_LEVEL,
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0])
  if (SECRETS.has(name)) return `${name} ${issue.message}`
  return `${name} ${issue.message}, was ${JSON.stringify(issue.input)?.slice(0, 80)}`
}
