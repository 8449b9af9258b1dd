import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { TokenRegistry } from '../../src/auth/token-registry.ts'
import { createHarness, type Harness, HOST, TOKEN } from '../fixtures/harness.ts'
import { type Name, PEOPLE, tokenOf, writeOperators } from '../guardrails/people.ts'

type Route = { readonly method: string; readonly path: string; readonly access: string }

const RANKS = ['open', 'viewer', 'operator', 'risk', 'admin']
/** What each role may, beyond what is open to all: whoever changes this changes who may do what. */
const EXPECTED: Readonly<Record<string, string>> = {
  'GET /policies': 'viewer',
  'GET /risk': 'viewer',
  'GET /proposals': 'viewer',
  'GET /overrides': 'viewer',
  'POST /backtest/start': 'operator',
  'DELETE /backtest/:id': 'operator',
  'POST /datasets': 'operator',
  'POST /proposals': 'operator',
  'POST /proposals/:id/amend': 'operator',
  'POST /proposals/:id/withdraw': 'operator',
  'POST /proposals/:id/apply': 'operator',
  'POST /overrides': 'operator',
  'POST /overrides/:id/revoke': 'operator',
  'POST /proposals/:id/approve': 'risk',
  'POST /proposals/:id/reject': 'risk',
  'POST /proposals/:id/emergency': 'risk',
  'POST /overrides/:id/approve': 'risk',
  'POST /risk/kill': 'risk',
  'POST /risk/rearm': 'risk',
  'POST /risk/rearm/:id/approve': 'risk',
}

let folder: string
let harness: Harness
let routes: readonly Route[]

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-roles-'))
  const operators = new TokenRegistry(
    writeOperators(folder),
    TOKEN,
    () => 0,
    () => {},
  )
  harness = await createHarness({ auditLog: true, authenticate: createAuthenticator({ operators, now: () => 0 }) })
  const headers = { host: HOST }
  routes = (await harness.app.inject({ method: 'GET', url: '/__routes', headers })).json().routes
})
afterAll(async () => {
  await harness.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The body is wrong on purpose: whoever is let through is told so, and nothing happens. */
const send = ({ method, path: pattern }: Route, headers: Record<string, string>) =>
  harness.app.inject({
    method: method as NonNullable<InjectOptions['method']>,
    url: pattern.replace(/:\w+/g, 'none'),
    headers: {
      host: HOST,
      ...headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' ? { payload: '{"nothing":"like this"}' } : {}),
  })

describe('who may do what', () => {
  it('is what is written here', () => {
    const closed = routes.filter(({ access, method }) => access !== 'open' && method !== 'HEAD')
    const found = Object.fromEntries(
      closed.map(({ method, path: pattern, access }) => [`${method} ${pattern}`, access]),
    )
    for (const [route, access] of Object.entries(EXPECTED)) expect([route, found[route]]).toEqual([route, access])
    const changes = routes.filter(({ method }) => !['GET', 'HEAD'].includes(method))
    expect(changes.filter(({ access }) => RANKS.indexOf(access) < RANKS.indexOf('operator'))).toEqual([])
  })

  it.each([...Object.keys(PEOPLE), 'admin', 'nobody'])(
    '%s is let through to what the role reaches, and to nothing else',
    async (name) => {
      const token = name === 'nobody' ? null : name === 'admin' ? TOKEN : tokenOf(name as Name)
      const role = name === 'nobody' ? 'open' : name === 'admin' ? 'admin' : PEOPLE[name as Name][0]
      for (const route of routes.filter(({ path: pattern }) => !pattern.endsWith('/events'))) {
        // So that what was refused before is no failure too many.
        harness.clock.now += 60_000
        const { statusCode } = await send(route, token === null ? {} : { 'x-admin-token': token })
        const isAllowed = RANKS.indexOf(role) >= RANKS.indexOf(route.access)
        const refusal = name === 'nobody' ? 401 : 403
        const told = `${route.method} ${route.path} as ${name}: ${statusCode}`
        if (isAllowed) expect([401, 403], told).not.toContain(statusCode)
        else expect(statusCode, told).toBe(refusal)
        expect(statusCode, told).toBeLessThan(500)
      }
    },
  )

  it('has changed nothing on the way', async () => {
    expect((await harness.store.list()).jobs).toEqual([])
    const answer = await harness.app.inject({
      method: 'GET',
      url: '/risk',
      headers: { host: HOST, 'x-admin-token': TOKEN },
    })
    expect(answer.json().trading.mode).toBe('active')
  })
})

describe('a browser', () => {
  const SITES = [undefined, 'same-origin', 'none', 'same-site', 'cross-site', 'garbage', '', 'SAME-ORIGIN']
  const HOSTS = [HOST, 'localhost:4010', 'evil.example', 'localhost:4010.evil.example']

  it('reaches a route from this origin under a name of this service, and from nowhere else', async () => {
    let cases = 0
    const quick = routes.filter(({ path: pattern, method }) => !/events$|verify$/.test(pattern) && method !== 'HEAD')
    for (const route of quick) {
      for (const host of HOSTS) {
        for (const site of SITES) {
          const { statusCode } = await send(route, {
            host,
            'x-admin-token': tokenOf('root'),
            ...(site === undefined ? {} : { 'sec-fetch-site': site }),
          })
          const isRead = route.method === 'GET' || route.method === 'HEAD'
          const isHere = [undefined, 'same-origin', 'none'].includes(site) || (isRead && site === 'same-site')
          const told = `${route.method} ${route.path} from ${site} at ${host}: ${statusCode}`
          if (!HOSTS.slice(0, 2).includes(host)) expect(statusCode, told).toBe(421)
          else if (!isHere) expect(statusCode, told).toBe(403)
          else expect([403, 421], told).not.toContain(statusCode)
          cases++
        }
      }
    }
    expect(cases).toBeGreaterThan(1_000)
  }, 60_000)

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json5'])(
    'changes nothing with a body of %s',
    async (type) => {
      for (const url of ['/backtest/start', '/risk/kill', '/proposals', '/overrides']) {
        const headers = { host: HOST, 'x-admin-token': TOKEN, 'content-type': type }
        const { statusCode } = await harness.app.inject({ method: 'POST', url, headers, payload: '{"reason":"x"}' })
        expect([url, statusCode]).toEqual([url, 415])
      }
    },
  )
})
