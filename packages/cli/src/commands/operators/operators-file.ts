import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { UsageError } from '../../usage-error.ts'

/** From the one that may least to the one that may most. */
export const ROLES = ['viewer', 'operator', 'risk', 'admin'] as const

/** `admin` is taken by whoever holds the service's ADMIN_TOKEN. */
export const OPERATOR_NAME: RegExp = /^(?!admin$)[a-z][a-z0-9-]{0,31}$/

/** What the services read at most. */
const MAX_BYTES = 1024 ** 2
const MAX_OPERATORS = 1_000
const MAX_CERTIFICATES = 16

/** One operator with the digests of its tokens, oldest first. */
export type Operator = {
  readonly id: string
  readonly role: (typeof ROLES)[number]
  readonly tokens: readonly {
    readonly id: string
    readonly sha256: string
    /** ISO 8601, UTC. */
    readonly createdAt: string
    /** `null`: it does not end. */
    readonly expiresAt: string | null
    /** Whether it may name another operator, whom it has let in: that of a proxy may. */
    readonly speaksForOthers?: true | undefined
  }[]
  /** Digest of the password, in the PHC string format. */
  readonly password?: string | undefined
  /** SHA-256 of TLS client certificates, hexadecimal in lower case. */
  readonly certificates?: readonly string[] | undefined
}

const tokenSchema = z.strictObject({
  id: z.string(),
  sha256: z.string().length(64),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  speaksForOthers: z.literal(true).optional(),
})
const operatorSchema = z.strictObject({
  id: z.string().regex(OPERATOR_NAME),
  role: z.enum(ROLES),
  tokens: z.array(tokenSchema),
  password: z
    .string()
    .regex(
      /^\$scrypt\$ln=1[4-8],r=8,p=1\$[A-Za-z0-9+/]{22,86}\$[A-Za-z0-9+/]{43,86}$/,
      'must be a scrypt digest, ln=14 to 18',
    )
    .optional(),
  certificates: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(MAX_CERTIFICATES)
    .optional(),
})
const operatorsSchema: z.ZodType<readonly Operator[]> = z
  .array(operatorSchema)
  .max(MAX_OPERATORS)
  .refine((operators) => areDistinct(operators.map(({ id }) => id)), 'each operator once')
  .refine(
    (operators) => areDistinct(operators.flatMap(({ certificates = [] }) => certificates)),
    'no certificate twice',
  )
const fileSchema = z.strictObject({ version: z.literal(1), operators: operatorsSchema })

/**
 * The operators of a file, none where there is no file.
 *
 * @throws UsageError if it cannot be read, is open to others, or is not what this command writes
 */
export function readOperators(cwd: string, given: string): readonly Operator[] {
  const file = path.resolve(cwd, given)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new UsageError(`--file: ${given} can be reached by others; look at what it holds, then run chmod 600 on it`)
  const parsed = fileSchema.safeParse(parse(file, given))
  if (parsed.success) return parsed.data.operators
  throw new UsageError(`--file: ${given} holds no operators: ${firstIssue(parsed.error)}`)
}

/**
 * Replaces the operators of a file as a whole, readable by its owner only; a crash leaves the old file or the new one. The folder
 * is made where it is missing, in one that is there.
 *
 * @param change - makes the new list of the old one, while nobody else can
 * @throws UsageError if another is changing it, or it cannot be read or written; what `change` throws
 */
export function changeOperators(
  cwd: string,
  given: string,
  change: (operators: readonly Operator[]) => readonly Operator[],
): void {
  const file = path.resolve(cwd, given)
  const draft = `${file}.new`
  makeFolder(path.dirname(file), given, change)
  // Two of these at once would each lose what the other writes: the draft is the lock.
  const handle = guarded(given, () => openSync(draft, 'wx', 0o600))
  let isDone = false
  try {
    const text = write(change(readOperators(cwd, given)))
    guarded(given, () => {
      writeSync(handle, text)
      fsyncSync(handle)
      renameSync(draft, file)
      isDone = true
      syncFolder(path.dirname(file))
    })
  } finally {
    closeSync(handle)
    // Once it was renamed, a draft of that name would be another's lock.
    if (!isDone) rmSync(draft, { force: true })
  }
}

/** The change is tried first: what is refused leaves no folder behind. */
function makeFolder(folder: string, given: string, change: Parameters<typeof changeOperators>[2]): void {
  if (existsSync(folder)) return
  write(change([]))
  guarded(given, () => mkdirSync(folder, { mode: 0o700 }))
}

/** What a service would refuse is never written: it would go on with the operators before. */
function write(operators: readonly Operator[]): string {
  const checked = operatorsSchema.safeParse(operators)
  if (!checked.success) throw new UsageError(`operators: ${firstIssue(checked.error)}`)
  const text = `${JSON.stringify({ version: 1, operators }, null, 2)}\n`
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_BYTES) throw new UsageError(`operators: at most ${MAX_BYTES} bytes in all, would be ${bytes}`)
  return text
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.')}: ${issue?.message}`
}

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}

function parse(file: string, given: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new UsageError(`--file: ${given} cannot be read as JSON`, { cause })
  }
}

function guarded<T>(given: string, use: () => T): T {
  try {
    return use()
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    const why = isTaken ? `${given}.new is there: another command is at work; if none is, remove it` : `${cause}`
    throw new UsageError(`--file: ${given} cannot be changed: ${why}`, { cause })
  }
}

function syncFolder(folder: string): void {
  // Windows cannot flush a folder: NTFS journals names itself.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
