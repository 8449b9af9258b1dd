import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { ROLES } from './role.ts'

const MAX_BYTES = 1024 ** 2
const MAX_OPERATORS = 1_000
const MAX_CERTIFICATES = 16

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')

const tokenSchema = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  sha256,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** Of meaning to the executor only: whoever comes here is always who the token says. */
  speaksForOthers: z.boolean().optional(),
})

/** What of a password is kept: scrypt in the PHC string format. From ln=19 on one check would need 512 MiB. */
const passwordSchema = z
  .string()
  .regex(
    /^\$scrypt\$ln=1[4-8],r=8,p=1\$[A-Za-z0-9+/]{22,86}\$[A-Za-z0-9+/]{43,86}$/,
    'must be a scrypt digest, ln=14 to 18',
  )

const operatorSchema = z.strictObject({
  id: z.string().regex(/^(?!admin$)[a-z][a-z0-9-]{0,31}$/),
  role: z.enum(ROLES),
  /** During a rotation there are two. */
  tokens: z.array(tokenSchema).max(2),
  password: passwordSchema.optional(),
  certificates: z.array(sha256).max(MAX_CERTIFICATES).optional(),
})

/** One operator as the file has it: no secret, only what secrets are compared with. */
export type Operator = z.output<typeof operatorSchema>

const fileSchema = z
  .strictObject({ version: z.literal(1), operators: z.array(operatorSchema).max(MAX_OPERATORS) })
  .refine(({ operators }) => areDistinct(operators.map(({ id }) => id)), 'each operator once')
  .refine(({ operators }) => areDistinct(operators.flatMap((o) => o.tokens.map((t) => t.sha256))), 'no token twice')
  .refine(({ operators }) => areDistinct(operators.flatMap((o) => o.certificates ?? [])), 'no certificate twice')

/** Says what is wrong with the file, without repeating what it holds. */
export class OperatorsFileError extends Error {
  override readonly name = 'OperatorsFileError'
}

/**
 * Reads the operators; where there is no file there are none.
 *
 * @throws OperatorsFileError if it is not readable, not by its owner only, or not what the command `tezgah` writes
 */
export function readOperatorsFile(file: string): readonly Operator[] {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (!found.isFile() || found.size > MAX_BYTES)
    throw new OperatorsFileError(`${file}: must be a file of at most ${MAX_BYTES} bytes`)
  // Windows has no such bits: there the folder's access list counts.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new OperatorsFileError(`${file}: others can reach it; run chmod 600 on it`)
  const parsed = fileSchema.safeParse(parse(file))
  if (parsed.success) return parsed.data.operators
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
