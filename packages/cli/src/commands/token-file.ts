import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { UsageError } from '../usage-error.ts'

/** From the one that may least to the one that may most. */
export const ROLES = ['viewer', 'operator', 'risk', 'admin'] as const

/** `admin` is taken by whoever holds the service's ADMIN_TOKEN. */
export const OPERATOR_NAME: RegExp = /^(?!admin$)[a-z][a-z0-9-]{0,31}$/

/** One operator with the digests of its tokens, oldest first. */
export type TokenHolder = {
  readonly id: string
  readonly role: (typeof ROLES)[number]
  readonly tokens: readonly {
    readonly id: string
    readonly sha256: string
    /** ISO 8601, UTC. */
    readonly createdAt: string
    /** `null`: it does not end. */
    readonly expiresAt: string | null
  }[]
}

const tokenSchema = z.strictObject({
  id: z.string(),
  sha256: z.string().length(64),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
})
const holderSchema = z.strictObject({
  id: z.string().regex(OPERATOR_NAME),
  role: z.enum(ROLES),
  tokens: z.array(tokenSchema),
})
const fileSchema: z.ZodType<{ readonly version: 1; readonly operators: readonly TokenHolder[] }> = z.strictObject({
  version: z.literal(1),
  operators: z.array(holderSchema),
})

/**
 * The operators of a file, none where there is no file.
 *
 * @throws UsageError if it cannot be read, is open to others, or is not what this command writes
 */
export function readHolders(cwd: string, given: string): readonly TokenHolder[] {
  const file = path.resolve(cwd, given)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new UsageError(`--file: ${given} can be reached by others; look at what it holds, then run chmod 600 on it`)
  const parsed = fileSchema.safeParse(parse(file, given))
  if (parsed.success) return parsed.data.operators
  const issue = parsed.error.issues[0]
  throw new UsageError(`--file: ${given} holds no operators: ${issue?.path.join('.')}: ${issue?.message}`)
}

/**
 * Replaces the operators of a file as a whole, readable by its owner only; a crash leaves the old file or the new one.
 *
 * @param change - makes the new list of the old one, while nobody else can
 * @throws UsageError if another is changing it, or it cannot be read or written; what `change` throws
 */
export function changeHolders(
  cwd: string,
  given: string,
  change: (holders: readonly TokenHolder[]) => readonly TokenHolder[],
): void {
  const file = path.resolve(cwd, given)
  const draft = `${file}.new`
  // Two of these at once would each lose what the other writes: the draft is the lock.
  const handle = guarded(given, () => openSync(draft, 'wx', 0o600))
  let isDone = false
  try {
    const operators = change(readHolders(cwd, given))
    guarded(given, () => {
      writeSync(handle, `${JSON.stringify({ version: 1, operators }, null, 2)}\n`)
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
