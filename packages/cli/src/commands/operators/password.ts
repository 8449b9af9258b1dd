import { randomBytes, scrypt } from 'node:crypto'
import { UsageError } from '../../exit.ts'
import type { CliIo } from '../../io.ts'

/** More than the longest password in any encoding of its letters. */
const MAX_BYTES = 8_192

export type PasswordFlags = { readonly passwordStdin?: true }

/**
 * The new password of an operator: all of standard input, or typed twice on a terminal that does not show it.
 *
 * @throws UsageError if it cannot be read, or is too easy to guess
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
    // The line end of `echo` and editors is not part of it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '')
  } catch (cause) {
    throw new UsageError('--password-stdin: must be UTF-8', { cause })
  }
}

async function typePassword(io: CliIo, id: string): Promise<string> {
  if (!io.stdin.isTerminal)
    throw new UsageError('password: standard input is not a terminal; give --password-stdin to read it from there')
  const password = checked(await typeHidden(io, `Password for ${id}: `), id)
  if ((await typeHidden(io, 'The same again: ')) !== password)
    throw new UsageError('password: the two entries differ; nothing was changed')
  return password
}

async function typeHidden({ stdin, stderr }: CliIo, prompt: string): Promise<string> {
  await stderr.write(prompt)
  const line = await stdin.readHidden()
  await stderr.write('\n')
  if (line === null) throw new UsageError('password: input was cancelled; nothing was changed')
  return line
}

/** In characters, not in code units. */
const MIN_LENGTH = 12
const MAX_LENGTH = 256
const MIN_DIFFERENT = 5

/** Passwords of that length that attackers try first, in lower case. */
const COMMONEST: ReadonlySet<string> = new Set([
  'correct horse battery staple',
  ...`
  password1234 password12345 password123456 passwordpassword password1234! p@ssw0rd1234
  123456789012 1234567890123 123456789101112 12345678901234567890 123123123123 0123456789ab
  qwertyuiop12 qwertyuiop123 qwertyuiopasdf qwerty123456 qwerty12345678 qwertyqwerty 1q2w3e4r5t6y
  1qaz2wsx3edc qazwsxedcrfv abcdefghijkl abcdefghijklmnopqrstuvwxyz abc123abc123 abcd1234abcd
  iloveyou1234 letmeinletmein letmein12345 welcome12345 changeme1234 changemechangeme changemenow!
  administrator administrator1 admin1234567 adminadminadmin masterpassword unbelievable
  correcthorsebatterystaple correct-horse-battery-staple
  galatasaray1905 fenerbahce1907 besiktas1903 trabzonspor1967 istanbul1453 sifre1234567 parola123456
  `
    .trim()
    .split(/\s+/),
])

/** The reason to refuse a password of an operator, or `null`. The text never repeats the password. */
function passwordProblem(password: string, id: string): string | null {
  // The same letter can be written in two ways; the check of a password composes it as well.
  const composed = password.normalize('NFC')
  const characters = [...composed]
  if (characters.length < MIN_LENGTH || characters.length > MAX_LENGTH)
    return `must have ${MIN_LENGTH} to ${MAX_LENGTH} characters, has ${characters.length}`
  if (/[\p{Cc}\p{Cs}]/u.test(composed)) return 'must be one line without control characters'
  const plain = composed.toLowerCase()
  if (plain === id) return 'must not be the name of the operator'
  if (COMMONEST.has(plain)) return 'is among the commonest passwords'
  const different = new Set(plain).size
  if (different < MIN_DIFFERENT) return `must have at least ${MIN_DIFFERENT} different characters, has ${different}`
  return null
}

/** 2 ** LN blocks of 128 * R bytes: 128 MiB for each guess. */
const LN = 17
const R = 8
const P = 1
const SALT_BYTES = 16
const HASH_BYTES = 32

/** The stored form of a password: its scrypt digest in PHC string format, with its own salt. Takes most of a second. */
export async function passwordDigest(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  // Twice what it needs: the default allows 32 MiB only.
  const options = { cost: 2 ** LN, blockSize: R, parallelization: P, maxmem: 2 * 128 * R * 2 ** LN }
  const hash = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
  return `$scrypt$ln=${LN},r=${R},p=${P}$${unpadded(salt)}$${unpadded(hash)}`
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
