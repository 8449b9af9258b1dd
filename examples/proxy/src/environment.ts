import { z } from 'zod'

export type Environment = {
  readonly port: number
  readonly executorUrl: URL
  readonly adminToken: string
  readonly connectTimeoutMs: number
  readonly answerTimeoutMs: number
}

export type EnvironmentReading =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly string[] }

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535 (0 takes any free port)')
  .transform(Number)
  .refine((n) => n <= 65_535, 'must be at most 65535')

const timeoutMs = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a whole number of milliseconds from 100 to 600000')
  .transform(Number)
  .refine((n) => n >= 100 && n <= 600_000, 'must be from 100 to 600000 milliseconds')

const executorUrl = z
  .string()
  .refine(isPlainHttpUrl, 'must be an http:// address without path, user or query, such as http://127.0.0.1:4010')
  .transform((text) => new URL(text))

const adminToken = z
  .string('is missing: start the executor once (npm run executor), it writes one into .env.local')
  // What node would refuse to send as a header must be refused here, where the message can say so.
  .regex(/^[\x21-\x7e]{16,512}$/, 'must be 16 to 512 visible ASCII characters without spaces')

const schema = z.object({
  PORT: port.default(3003),
  EXECUTOR_URL: executorUrl.default(() => new URL('http://127.0.0.1:4010')),
  ADMIN_TOKEN: adminToken,
  EXECUTOR_CONNECT_TIMEOUT_MS: timeoutMs.default(2_000),
  EXECUTOR_TIMEOUT_MS: timeoutMs.default(30_000),
})

function isPlainHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'http:' && url.pathname === '/' && url.username === '' && url.search === '' && url.hash === ''
}

/**
 * Reads the proxy's settings. `PROXY_PORT` stands in for `PORT`, so that one environment can serve both services.
 * Every problem is listed at once; none of them repeats a value, since one of the values is a secret.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): EnvironmentReading {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse({ ...set, PORT: set['PROXY_PORT'] ?? set['PORT'] })
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) }
  }
  const { data } = parsed
  return {
    ok: true,
    environment: {
      port: data.PORT,
      executorUrl: data.EXECUTOR_URL,
      adminToken: data.ADMIN_TOKEN,
      connectTimeoutMs: data.EXECUTOR_CONNECT_TIMEOUT_MS,
      answerTimeoutMs: data.EXECUTOR_TIMEOUT_MS,
    },
  }
}
