import { ask, type Target } from './ask.ts'
import { type Check, demand } from './check.ts'

const DAY_MS = 86_400_000
const LEAST_DAYS_LEFT = 14
const JSON_BODY = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const

/** What must be true of the desk as a browser reaches it, with TLS or (in local mode) without. */
export function deskChecks(desk: Target): readonly Check[] {
  return [
    { name: 'health', run: () => health(desk) },
    { name: 'page', run: () => page(desk) },
    { name: 'headers', run: () => headers(desk) },
    { name: 'another name', run: () => anotherName(desk) },
  ]
}

/** What must be true beyond that of a desk on a network. */
export function sharedChecks(desk: Target, httpPort: number): readonly Check[] {
  return [
    { name: 'certificate', run: () => certificate(desk) },
    { name: 'port 80', run: () => movesToHttps(desk, httpPort) },
    { name: 'start without signing in', run: () => startRefused(desk) },
  ]
}

async function health(desk: Target): Promise<string> {
  const { status, body } = await ask(desk, '/api/public/healthz')
  demand(status === 200 && body.includes('"ok"'), `status ${status}, ${body.slice(0, 80)}`)
  return body.trim()
}

async function page(desk: Target): Promise<string> {
  const answer = await ask(desk, '/')
  const type = answer.headers['content-type'] ?? 'no content-type'
  demand(answer.status === 200 && type.startsWith('text/html'), `status ${answer.status}, ${type}`)
  return `${answer.body.length} characters of HTML`
}

async function headers(desk: Target): Promise<string> {
  const { headers } = await ask(desk, '/')
  const policy = headers['content-security-policy'] ?? ''
  demand(policy.includes("default-src 'none'"), 'content-security-policy does not begin by forbidding everything')
  demand(!policy.includes('unsafe-'), 'content-security-policy allows something unsafe')
  demand(headers['x-content-type-options'] === 'nosniff', 'x-content-type-options is not nosniff')
  demand(headers['x-frame-options'] === 'DENY', 'x-frame-options is not DENY')
  if (desk.base.protocol !== 'https:') return 'policy, nosniff, frames'
  demand(headers['strict-transport-security'] !== undefined, 'strict-transport-security is missing')
  return 'policy, nosniff, frames, strict transport'
}

async function anotherName(desk: Target): Promise<string> {
  const answer = await ask(desk, '/', { headers: { host: 'another-name.invalid' } }).catch(() => null)
  if (answer === null) return 'no answer'
  demand(answer.status >= 400, `Host: another-name.invalid got ${answer.status}`)
  return `refused with ${answer.status}`
}

async function certificate(desk: Target): Promise<string> {
  const { tls } = await ask(desk, '/')
  demand(tls !== null, 'no TLS')
  demand(['TLSv1.2', 'TLSv1.3'].includes(tls.protocol), `speaks ${tls.protocol}`)
  const days = Math.floor((tls.validTo.getTime() - Date.now()) / DAY_MS)
  demand(days >= LEAST_DAYS_LEFT, `ends in ${days} days, ${LEAST_DAYS_LEFT} are the least`)
  return `${tls.protocol}, ${days} days left`
}

async function movesToHttps(desk: Target, httpPort: number): Promise<string> {
  const base = new URL(`http://${desk.base.hostname}:${httpPort}`)
  const { status, headers } = await ask({ ...desk, base }, '/', { headers: { host: desk.base.hostname } })
  const target = headers.location ?? ''
  demand(status === 308 && target.startsWith(`https://${desk.base.hostname}/`), `status ${status}, to "${target}"`)
  return target
}

async function startRefused(desk: Target): Promise<string> {
  const forged = { ...JSON_BODY.headers, 'x-admin-token': 'x'.repeat(32), 'x-forwarded-for': '127.0.0.1' }
  const statuses = [await ask(desk, '/api/backtest/start', JSON_BODY)]
  statuses.push(await ask(desk, '/api/backtest/start', { ...JSON_BODY, headers: forged }))
  for (const { status } of statuses) demand(status === 401 || status === 403, `got ${status}, not 401 or 403`)
  return `refused with ${statuses.map(({ status }) => status).join(' and ')}`
}
