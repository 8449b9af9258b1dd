import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { EnvironmentError } from '@tezgah-examples/service-kit/environment'
import { z } from 'zod'
import { tokenProblem } from './token-strength.ts'

/** What `x-admin-token` may be: not to be guessed, and only characters that a header can carry. */
export const adminTokenSchema = z.string().check((context) => {
  const message = tokenProblem(context.value)
  if (message !== null) context.issues.push({ code: 'custom', message, input: null })
})

/**
 * The admin token: from the environment, else from `.env.local`, else a new one of 256 random bits that is written there, readable
 * by its owner only.
 *
 * @throws EnvironmentError when the file holds a token that is too weak
 */
export function resolveAdminToken(fromEnvironment: string | null, file: string): string {
  if (fromEnvironment !== null) return fromEnvironment
  const found = existsSync(file) ? parseEnv(readFileSync(file, 'utf8'))['ADMIN_TOKEN'] : undefined
  if (found === undefined || found === '') return generateToken(file)
  const parsed = adminTokenSchema.safeParse(found)
  if (parsed.success) return parsed.data
  throw new EnvironmentError([`ADMIN_TOKEN in ${file} ${parsed.error.issues[0]?.message ?? 'is not valid'}`])
}

function generateToken(file: string): string {
  const token = randomBytes(32).toString('base64url')
  const line = `ADMIN_TOKEN=${token}\n`
  if (existsSync(file)) {
    // Closed before the secret goes in, so that there is no moment at which others could read it.
    chmodSync(file, 0o600)
    const text = readFileSync(file, 'utf8')
    appendFileSync(file, text === '' || text.endsWith('\n') ? line : `\n${line}`)
  } else writeFileSync(file, line, { mode: 0o600, flag: 'wx' })
  return token
}
