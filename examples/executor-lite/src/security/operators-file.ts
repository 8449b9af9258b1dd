import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'

const MAX_BYTES = 1024 ** 2
const MAX_OPERATORS = 1_000

const tokenSchema = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
})

const operatorSchema = z.strictObject({
  id: z.string().regex(/^(?!admin$)[a-z][a-z0-9-]{0,31}$/),
  role: z.enum(['viewer', 'operator', 'risk', 'admin']),
  /** During a rotation there are two. */
  tokens: z.array(tokenSchema).max(2),
})

const fileSchema = z
  .strictObject({ version: z.literal(1), operators: z.array(operatorSchema).max(MAX_OPERATORS) })
  .refine(({ operators }) => areDistinct(operators.map(({ id }) => id)), 'each operator once')
  .refine(
    ({ operators }) => areDistinct(operators.flatMap(({ tokens }) => tokens.map(({ sha256 }) => sha256))),
    'no token twice',
  )

/** Operators as `tezgah token` keeps them: of their tokens only digests. */
export type OperatorsFile = z.output<typeof fileSchema>

/** Says what is wrong with the file, without repeating what it holds. */
export class OperatorsFileError extends Error {
  override readonly name = 'OperatorsFileError'
}

/**
 * Reads the operators; where there is no file there are none.
 *
 * @throws OperatorsFileError if it is not readable, not by its owner only, or not what `tezgah token` writes
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
