import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'

const MAX_BYTES = 1024 ** 2
const MAX_OPERATORS = 1_000
/** Of one operator: one for each of their machines, and those of a rotation. */
const MAX_CERTIFICATES = 16
/** Of the name of a token that speaks for others: with two names of operators it is the name of a credential, of at most 128. */
const MAX_SPEAKING_ID = 60

/** From the one that may least to the one that may most. */
export const ROLES = ['viewer', 'operator', 'risk', 'admin'] as const

/** `admin` is whoever holds ADMIN_TOKEN. */
export const OPERATOR_ID: RegExp = /^(?!admin$)[a-z][a-z0-9-]{0,31}$/

const tokenSchema = z
  .strictObject({
    id: z.string().regex(/^[\w.-]{1,64}$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    speaksForOthers: z.literal(true).optional(),
  })
  .refine(
    ({ id, speaksForOthers }) => speaksForOthers === undefined || id.length <= MAX_SPEAKING_ID,
    `the id of a token that speaks for others has at most ${MAX_SPEAKING_ID} characters`,
  )

/** As the proxy needs it. Nothing here signs in with a password, but the file is wrong as a whole or not at all. */
const passwordSchema = z
  .string()
  .regex(
    /^\$scrypt\$ln=1[4-8],r=8,p=1\$[A-Za-z0-9+/]{22,86}\$[A-Za-z0-9+/]{43,86}$/,
    'must be a scrypt digest, ln=14 to 18',
  )

const operatorSchema = z.strictObject({
  id: z.string().regex(OPERATOR_ID),
  role: z.enum(ROLES),
  /** During a rotation there are two. */
  tokens: z.array(tokenSchema).max(2),
  /** Read by the proxy. */
  password: passwordSchema.optional(),
  /** SHA-256 of TLS client certificates, read by the proxy. */
  certificates: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(MAX_CERTIFICATES)
    .optional(),
})

const fileSchema = z
  .strictObject({ version: z.literal(1), operators: z.array(operatorSchema).max(MAX_OPERATORS) })
  .refine(({ operators }) => areDistinct(operators.map(({ id }) => id)), 'each operator once')
  .refine(
    ({ operators }) => areDistinct(operators.flatMap(({ tokens }) => tokens.map(({ sha256 }) => sha256))),
    'no token twice',
  )
  .refine(
    ({ operators }) => areDistinct(operators.flatMap(({ certificates = [] }) => certificates)),
    'no certificate twice',
  )

/** Operators as `tezgah operator` and `tezgah token` keep them: of tokens and passwords only digests. */
export type OperatorsFile = z.output<typeof fileSchema>

/** Says what is wrong with the file, without repeating what it holds. */
export class OperatorsFileError extends Error {
  override readonly name = 'OperatorsFileError'
}

/**
 * Reads the operators; where there is no file there are none.
 *
 * @throws OperatorsFileError if it is not readable, not by its owner only, or not what `tezgah` writes
 */
export function readOperatorsFile(file: string): OperatorsFile {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return { version: 1, operators: [] }
  if (!found.isFile() || found.size > MAX_BYTES)
    throw new OperatorsFileError(`${file}: must be a file of at most ${MAX_BYTES} bytes`)
  // Windows has no such bits: there the folder's access list counts.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new OperatorsFileError(`${file}: others can reach it; run chmod 600 on it`)
  const parsed = fileSchema.safeParse(parse(file))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new OperatorsFileError(`${file}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`)
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // A parser's message would quote the file.
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new OperatorsFileError(`${file}: cannot be read as JSON${code}`)
  }
}

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}
