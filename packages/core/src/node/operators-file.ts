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
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { messageOf } from '../describe.ts'
import { hasCode, syncFolderSync } from './file-system.ts'

/** From the least to the most powerful; each may do what those before it may. */
export const ROLES = ['viewer', 'operator', 'risk', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** Whether `role` may do what needs the role `needed`. */
export function hasRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}

/** `admin` is the holder of the service's ADMIN_TOKEN. */
export const OPERATOR_ID: RegExp = /^(?!admin$)[a-z][a-z0-9-]{0,31}$/

const MAX_BYTES = 1024 ** 2
const MAX_OPERATORS = 1_000
/** During a rotation there are two. */
const MAX_TOKENS = 2
/** For each machine of an operator one, and those of a rotation. */
const MAX_CERTIFICATES = 16
/** With the names of two operators such an id becomes the name of a credential, of at most 128 characters. */
const MAX_SPEAKING_ID = 60

/** A token as the file has it. */
export type OperatorToken = {
  readonly id: string
  /** Of the token, 64 hexadecimal digits in lower case. */
  readonly sha256: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** `null`: it does not expire. */
  readonly expiresAt: string | null
  /** Whether its holder may name another operator and act for that one: the proxy may. */
  readonly speaksForOthers?: true | undefined
}

/** An operator as the file has it: no secret, only digests that secrets are compared with. */
export type Operator = {
  readonly id: string
  readonly role: Role
  /** Oldest first. */
  readonly tokens: readonly OperatorToken[]
  /** Scrypt digest of the password, in PHC string format. */
  readonly password?: string | undefined
  /** SHA-256 of TLS client certificates, 64 hexadecimal digits in lower case each. */
  readonly certificates?: readonly string[] | undefined
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')

const tokenSchema = z
  .strictObject({
    id: z.string().regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 of A-Z, a-z, 0-9, "_", "." and "-"'),
    sha256,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    speaksForOthers: z.literal(true).optional(),
  })
  .refine(
    ({ id, speaksForOthers }) => speaksForOthers === undefined || id.length <= MAX_SPEAKING_ID,
    `the id of a token that speaks for others has at most ${MAX_SPEAKING_ID} characters`,
  )

// From ln=19 on one check of a password would need 512 MiB.
const passwordSchema = z
  .string()
  .regex(
    /^\$scrypt\$ln=1[4-8],r=8,p=1\$[A-Za-z0-9+/]{22,86}\$[A-Za-z0-9+/]{43,86}$/,
    'must be a scrypt digest, ln=14 to 18',
  )

const operatorSchema: z.ZodType<Operator> = z.strictObject({
  id: z.string().regex(OPERATOR_ID, 'must be 1 to 32 of a-z, 0-9 and "-", a letter first, and not admin'),
  role: z.enum(ROLES),
  tokens: z.array(tokenSchema).max(MAX_TOKENS),
  password: passwordSchema.optional(),
  certificates: z.array(sha256).max(MAX_CERTIFICATES).optional(),
})

const fileSchema = z.strictObject({
  version: z.literal(1),
  operators: z
    .array(operatorSchema)
    .max(MAX_OPERATORS)
    .refine((operators) => areDistinct(operators.map(({ id }) => id)), 'must have each operator once')
    .refine(
      (operators) => areDistinct(operators.flatMap(({ tokens }) => tokens.map((token) => token.sha256))),
      'must have each token once',
    )
    .refine(
      (operators) => areDistinct(operators.flatMap(({ certificates = [] }) => certificates)),
      'must have each certificate once',
    ),
})

/** The message says what is wrong with the file, without a word of what it holds. */
export class OperatorsFileError extends Error {
  override readonly name = 'OperatorsFileError'
}

/**
 * The operators of a file; none where there is no file.
 *
 * @throws OperatorsFileError where it cannot be read, can be read by other users, or is not as {@link changeOperatorsFile} writes it
 */
export function readOperatorsFile(file: string): readonly Operator[] {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (!found.isFile() || found.size > MAX_BYTES)
    throw new OperatorsFileError(`${file}: must be a file of at most ${MAX_BYTES} bytes`)
  // Windows has no such bits: there the folder's access list counts.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new OperatorsFileError(`${file}: other users can reach it; check what it holds, then run chmod 600 on it`)
  return checked(file, parse(file))
}

/**
 * Replaces the operators of a file, which only its owner can reach. A crash leaves the old file or the new one, and one process
 * changes it at a time. Its folder is created where it is missing, not the folders above.
 *
 * @throws OperatorsFileError where it cannot be read or written, would not be valid, or is being changed by another process;
 *   and what `change` throws. The file is as it was then, unless only the last sync failed.
 */
export function changeOperatorsFile(
  file: string,
  change: (operators: readonly Operator[]) => readonly Operator[],
): void {
  createFolder(file, change)
  const draft = `${file}.new`
  // Of two processes that write at once each would lose the change of the other: the draft is the lock.
  const handle = withFileErrors(file, () => openSync(draft, 'wx', 0o600))
  let isRenamed = false
  try {
    const text = textOf(file, change(readOperatorsFile(file)))
    withFileErrors(file, () => {
      writeFileSync(handle, text)
      fsyncSync(handle)
      renameSync(draft, file)
      isRenamed = true
      syncFolderSync(path.dirname(file))
    })
  } finally {
    closeSync(handle)
    // After the renaming a draft of that name is the lock of another process.
    if (!isRenamed) rmSync(draft, { force: true })
  }
}

/** Follows an operators file, so that a change is in force without a restart. */
export class OperatorsWatcher {
  readonly #file: string
  readonly #onError: (error: unknown) => void
  #version: string
  #operators: readonly Operator[]

  /**
   * @param file - need not exist
   * @param onError - called once for each version of the file that cannot be used; the version before stays in force
   * @throws OperatorsFileError
   */
  constructor(file: string, onError: (error: unknown) => void) {
    this.#file = file
    this.#onError = onError
    this.#version = versionOf(file)
    this.#operators = readOperatorsFile(file)
  }

  /** As of the last refresh. */
  get operators(): readonly Operator[] {
    return this.#operators
  }

  /** Reads the file if it has changed. @returns true where the operators are those of another version now */
  refresh(): boolean {
    const version = versionOf(this.#file)
    if (version === this.#version) return false
    this.#version = version
    try {
      this.#operators = readOperatorsFile(this.#file)
      return true
    } catch (error) {
      this.#onError(error)
      return false
    }
  }
}

function versionOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found === undefined ? 'none' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}

/** The change is tried first: one that is refused leaves no folder behind. */
function createFolder(file: string, change: Parameters<typeof changeOperatorsFile>[1]): void {
  const folder = path.dirname(file)
  if (existsSync(folder)) return
  textOf(file, change([]))
  withFileErrors(file, () => {
    mkdirSync(folder, { mode: 0o700 })
    syncFolderSync(path.dirname(path.resolve(folder)))
  })
}

/** What a service would refuse is never written: the service would keep the operators from before. */
function textOf(file: string, operators: readonly Operator[]): string {
  checked(file, { version: 1, operators })
  const text = `${JSON.stringify({ version: 1, operators }, null, 2)}\n`
  const bytes = Buffer.byteLength(text)
  if (bytes <= MAX_BYTES) return text
  throw new OperatorsFileError(`${file}: must be a file of at most ${MAX_BYTES} bytes, would have ${bytes}`)
}

function checked(file: string, value: unknown): readonly Operator[] {
  const parsed = fileSchema.safeParse(value)
  if (parsed.success) return parsed.data.operators
  const issue = parsed.error.issues[0]
  throw new OperatorsFileError(
    `${file}: not an operators file: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`,
  )
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // The message of a parser would quote the file.
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new OperatorsFileError(`${file}: cannot be read as JSON${code}`)
  }
}

function withFileErrors<Result>(file: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    const reason = hasCode(cause, 'EEXIST')
      ? `${file}.new exists: another process is changing it; if none is, remove ${file}.new`
      : messageOf(cause)
    throw new OperatorsFileError(`${file}: cannot be changed: ${reason}`, { cause })
  }
}

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}
