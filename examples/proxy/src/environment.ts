import path from 'node:path'
import { HOUR_MS, MINUTE_MS } from '@tezgah/core/clock'
import { wholeNumber } from '@tezgah-examples/service-kit/environment'
import { z } from 'zod'
import type { Mode } from './http/mode.ts'

export type Environment = {
  readonly port: number
  readonly executorUrl: URL
  readonly adminToken: string
  readonly connectTimeoutMs: number
  readonly answerTimeoutMs: number
  readonly mode: Mode
  readonly operatorsFile: string
  readonly sessionIdleMs: number
  readonly sessionMs: number
  /** Address of the dashboards; `null`: none. */
  readonly grafanaUrl: string | null
}

export type EnvironmentReading =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Root of the checkout. */
const REPOSITORY = path.resolve(import.meta.dirname, '../../..')

const timeoutMs = wholeNumber(100, 600_000, ' of milliseconds')

const executorUrl = z
  .string()
  .refine(isPlainHttpUrl, 'must be an http:// address without path, user or query, such as http://127.0.0.1:4010')
  .transform((text) => new URL(text))

const publicOrigin = z
  .string()
  .refine(isHttpsOrigin, 'must be an https:// origin as browsers write it, such as https://desk.example.com')
  .transform((text) => new URL(text))

const grafanaUrl = z
  .string()
  .max(2_000)
  .refine(
    isWebAddress,
    'must be an http:// or https:// address without a user, such as https://desk.example.com/grafana/',
  )

const adminToken = z
  .string('is missing: start the executor once (npm run executor), it writes one into .env.local')
  // Node refuses other characters in a header; refused here, the message names the setting.
  .regex(/^[\x21-\x7e]{16,512}$/, 'must be 16 to 512 visible ASCII characters without spaces')

const schema = z.object({
  PORT: wholeNumber(0, 65_535, ' (0 takes any free port)').default(3003),
  EXECUTOR_URL: executorUrl.default(() => new URL('http://127.0.0.1:4010')),
  ADMIN_TOKEN: adminToken,
  EXECUTOR_CONNECT_TIMEOUT_MS: timeoutMs.default(2_000),
  EXECUTOR_TIMEOUT_MS: timeoutMs.default(30_000),
  PUBLIC_ORIGIN: publicOrigin.optional(),
  OPERATORS_FILE: z
    .string()
    .max(4_096)
    .transform((file) => path.resolve(file))
    .default(path.join(REPOSITORY, 'data', 'operators.json')),
  TRUSTED_HOPS: wholeNumber(1, 8).default(1),
  SESSION_IDLE_MINUTES: wholeNumber(1, 720, ' of minutes').default(30),
  SESSION_HOURS: wholeNumber(1, 168, ' of hours').default(12),
  CLIENT_CERTIFICATES: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
  GRAFANA_URL: grafanaUrl.optional(),
})

function isPlainHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'http:' && url.pathname === '/' && url.username === '' && url.search === '' && url.hash === ''
}

/** Exactly as a browser sends it in `Origin`: no slash at the end, lower case, no port 443. */
function isHttpsOrigin(text: string): boolean {
  return URL.canParse(text) && text.startsWith('https://') && new URL(text).origin === text
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && username === '' && password === ''
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
  const problems = onlyShared(data.PUBLIC_ORIGIN, set)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, environment: environmentOf(data) }
}

/** Settings that only the reverse proxy of the shared mode can honour. */
function onlyShared(publicOrigin: URL | undefined, set: Readonly<Record<string, unknown>>): readonly string[] {
  if (publicOrigin !== undefined || set['CLIENT_CERTIFICATES'] !== '1') return []
  return ['CLIENT_CERTIFICATES needs PUBLIC_ORIGIN: only the proxy in front can check them']
}

function environmentOf(data: z.output<typeof schema>): Environment {
  return {
    port: data.PORT,
    executorUrl: data.EXECUTOR_URL,
    adminToken: data.ADMIN_TOKEN,
    connectTimeoutMs: data.EXECUTOR_CONNECT_TIMEOUT_MS,
    answerTimeoutMs: data.EXECUTOR_TIMEOUT_MS,
    mode: modeOf(data),
    operatorsFile: data.OPERATORS_FILE,
    sessionIdleMs: data.SESSION_IDLE_MINUTES * MINUTE_MS,
    sessionMs: data.SESSION_HOURS * HOUR_MS,
    grafanaUrl: data.GRAFANA_URL ?? null,
  }
}

function modeOf({ PUBLIC_ORIGIN, TRUSTED_HOPS, CLIENT_CERTIFICATES }: z.output<typeof schema>): Mode {
  if (PUBLIC_ORIGIN === undefined) return { kind: 'local' }
  return {
    kind: 'shared',
    publicOrigin: PUBLIC_ORIGIN,
    trustedHops: TRUSTED_HOPS,
    clientCertificates: CLIENT_CERTIFICATES === '1',
  }
}
