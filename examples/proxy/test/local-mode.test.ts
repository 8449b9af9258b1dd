import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cookieOf, JSON_HEADERS, openProxy, PASSWORD, type RunningProxy } from './support/open-proxy.ts'
import type { RawAnswer } from './support/raw-request.ts'

let proxy: RunningProxy

beforeAll(async () => {
  proxy = await openProxy({ kind: 'local' })
})
afterAll(() => proxy.close())

/** What plain curl sends. */
const post = (target: string, body: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> =>
  proxy.ask(target, { method: 'POST', headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) })

const typeOf = ({ body }: RawAnswer): string => String(JSON.parse(body).type).replace('urn:tezgah:problem:', '')

describe('whoever sits at this machine', () => {
  it('is the operator, without signing in', async () => {
    expect(JSON.parse((await proxy.ask('/api/session')).body)).toMatchObject({
      mode: 'local',
      operator: { id: 'local', role: 'operator', signedIn: false },
      stepUpUntil: null,
      expiresAt: null,
    })
    expect((await post('/api/backtest/start')).status).toBe(200)
    expect(Object.fromEntries(proxy.executor.received.at(-1)?.headers ?? [])).toMatchObject({
      'x-tezgah-operator': 'local',
      'x-tezgah-role': 'operator',
      'x-tezgah-client': 'local',
    })
  })

  it.each(['/api/risk/kill', '/api/risk/rearm', '/api/proposals/abc/approve'])('signs in for %s', async (target) => {
    const before = proxy.executor.received.length
    const answer = await post(target)
    expect([answer.status, typeOf(answer)]).toEqual([401, 'sign-in-needed'])
    expect(proxy.executor.received).toHaveLength(before)
  })

  it('is a person once signed in: kill passes, under that name', async () => {
    const signedIn = await post('/api/session', { operator: 'one-risk', password: PASSWORD })
    expect(signedIn.headers['set-cookie']).toEqual([
      expect.stringMatching(/^tezgah=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    const origin = { origin: `http://${new URL(proxy.base).host}` }
    const cookie = cookieOf(signedIn)
    expect(typeOf(await post('/api/risk/kill', {}, { cookie, ...origin }))).toBe('step-up-needed')
    const raised = cookieOf(await post('/api/session/step-up', { password: PASSWORD }, { cookie, ...origin }))
    expect((await post('/api/risk/kill', {}, { cookie: raised, ...origin })).status).toBe(200)
    expect(Object.fromEntries(proxy.executor.received.at(-1)?.headers ?? [])).toMatchObject({
      'x-tezgah-operator': 'one-risk',
      'x-tezgah-role': 'risk',
    })
  })

  it('whose session is over is told so once, and then is local again', async () => {
    const cookie = `tezgah=${'a'.repeat(43)}`
    const answer = await post('/api/backtest/start', {}, { cookie })
    expect([answer.status, typeOf(answer)]).toEqual([401, 'session-expired'])
    expect(answer.headers['set-cookie']).toEqual([expect.stringContaining('tezgah=; Max-Age=0')])
    expect(JSON.parse((await proxy.ask('/api/session', { headers: { cookie } })).body).operator.id).toBe('local')
  })

  it('may send a file with plain curl', async () => {
    const headers = { 'content-type': 'text/csv', 'content-length': '3' }
    expect((await proxy.ask('/api/datasets?id=x', { method: 'POST', headers, body: 'a,b' })).status).toBe(200)
  })

  it('is not believed to be a certificate', async () => {
    const headers = { 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-cert': 'anything' }
    expect(JSON.parse((await proxy.ask('/api/session', { headers })).body).operator.id).toBe('local')
  })
})
