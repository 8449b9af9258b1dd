import type { CliIo } from '../../io.ts'
import { UsageError } from '../../usage-error.ts'
import { passwordProblem } from './password-rules.ts'

/** More than the longest password in any encoding of its letters. */
const MAX_BYTES = 8_192

export type PasswordFlags = { readonly passwordStdin?: true }

/**
 * The new password of an operator: all of standard input, or typed twice on a terminal that does not show it.
 *
 * @throws UsageError if it is not to be had, or too easy to guess
 */
export async function askPassword(io: CliIo, id: string, { passwordStdin }: PasswordFlags): Promise<string> {
  return passwordStdin === true ? checked(await readPassword(io), id) : typePassword(io, id)
}

function checked(password: string, id: string): string {
  const problem = passwordProblem(password, id)
  if (problem === null) return password
  throw new UsageError(`password: ${problem}`)
}

async function readPassword({ stdin }: CliIo): Promise<string> {
  const bytes = await stdin.read(MAX_BYTES + 1)
  if (bytes.length > MAX_BYTES) throw new UsageError(`--password-stdin: at most ${MAX_BYTES} bytes are read`)
  try {
    // What `echo` and editors put at the end is no part of it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '')
  } catch (cause) {
    throw new UsageError('--password-stdin: what is read must be UTF-8', { cause })
  }
}

async function typePassword(io: CliIo, id: string): Promise<string> {
  if (!io.stdin.isTerminal)
    throw new UsageError('password: standard input is no terminal; give --password-stdin to read it from there')
  const password = checked(await typeHidden(io, `Password for ${id}: `), id)
  if ((await typeHidden(io, 'The same again: ')) !== password)
    throw new UsageError('password: what was typed differs; nothing has changed')
  return password
}

async function typeHidden({ stdin, stderr }: CliIo, prompt: string): Promise<string> {
  await stderr.write(prompt)
  const line = await stdin.readHidden()
  await stderr.write('\n')
  if (line === null) throw new UsageError('password: given up; nothing has changed')
  return line
}
