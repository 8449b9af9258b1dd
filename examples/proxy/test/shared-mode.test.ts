import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  CANARY,
  cookieOf,
  FORWARDED,
  JSON_HEADERS,
  OPERATORS,
  ORIGIN,
  openProxy,
  PASSWORD,
  type RunningProxy,
} from './support/open-proxy.ts'
import { passwordDigest } from './support/operators-file.ts'
import type { RawAnswer, RawRequest } from './support/raw-request.ts'

const KILL = '/api/risk/kill'
const FROM_PAGE = { ...JSON_HEADERS, origin: ORIGIN, 'sec-fetch-site': 'same-origin' }

let proxy: RunningProxy

beforeAll(async () => {
  proxy = await openProxy()
})
afterAll(() => proxy.close())

beforeEach(() => {
  proxy.replaceOperators(OPERATORS)
  proxy.executor.answerWith((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-admin-token': CANARY, 'set-cookie': CANARY })
      .end('{}')
  })
})

/** What the page sends when somebody clicks. */
const click = (
  target: string,
  cookie: string,
  body: object = {},
  more: RawRequest['headers'] = {},
): Promise<RawAnswer> =>
  proxy.ask(target, { method: 'POST', headers: { ...FROM_PAGE, cookie, ...more }, body: JSON.stringify(body) })

const stepUp = async (cookie: string): Promise<string> =>
  cookieOf(await click('/api/session/step-up', cookie, { password: PASSWORD }))

const typeOf = ({ body }: RawAnswer): string => String(JSON.parse(body).type).replace('urn:tezgah:problem:', '')

describe('signing in', () => {
  it('gives a cookie that nobody else can use, and says who it is', async () => {
    const before = await proxy.ask('/api/session')
    expect(JSON.parse(before.body)).toMatchObject({ mode: 'shared', operator: null, expiresAt: null })
    const body = JSON.stringify({ operator: 'one-risk', password: PASSWORD })
    const answer = await proxy.ask('/api/session', { method: 'POST', headers: FROM_PAGE, body })
    expect(JSON.parse(answer.body)).toEqual({
      mode: 'shared',
      operator: { id: 'one-risk', role: 'risk', signedIn: true },
      stepUpUntil: null,
      expiresAt: proxy.clock.now + 1_800_000,
      grafanaUrl: null,
      now: proxy.clock.now,
    })
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-tezgah=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/),
    ])
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each([
    ['a wrong password', { operator: 'one-risk', password: 'wrong' }],
    ['nobody', { operator: 'nobody', password: PASSWORD }],
  ])('of %s is refused in the same words', async (_, attempt) => {
    const headers = { ...FROM_PAGE, 'x-forwarded-for': '198.51.100.9' }
    const answer = await proxy.ask('/api/session', { method: 'POST', headers, body: JSON.stringify(attempt) })
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'urn:tezgah:problem:wrong-credentials',
      detail: 'The operator or the password is wrong.',
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('names the fields that are wrong and repeats no value', async () => {
    const body = JSON.stringify({ operator: 7, password: 'x'.repeat(1_025), role: 'admin' })
    const answer = await proxy.ask('/api/session', { method: 'POST', headers: FROM_PAGE, body })
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).errors.map(({ field }: { field: string }) => field)).toEqual([
      'operator',
      'password',
      'body',
    ])
    expect(answer.body).not.toContain('xxx')
  })

  it('is refused to who guesses, and to nobody else', async () => {
    const attempt = (peer: string, password: string): Promise<RawAnswer> => {
      const body = JSON.stringify({ operator: 'one-admin', password })
      return proxy.ask('/api/session', { method: 'POST', headers: { ...FROM_PAGE, 'x-forwarded-for': peer }, body })
    }
    for (let n = 0; n < 5; n++) expect((await attempt('198.51.100.1', `guess-${n}`)).status).toBe(401)
    const refused = await attempt('198.51.100.1', PASSWORD)
    expect([refused.status, typeOf(refused)]).toEqual([429, 'too-many-attempts'])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(200)
    expect((await attempt('198.51.100.2', PASSWORD)).status).toBe(200)
  })

  it('never takes the id that the browser had before, and ends what was there', async () => {
    const planted = `__Host-tezgah=${'a'.repeat(43)}`
    const body = { operator: 'one-viewer', password: PASSWORD }
    const first = cookieOf(await click('/api/session', planted, body))
    expect(first).not.toBe(planted)
    const second = cookieOf(await click('/api/session', first, body))
    expect(second).not.toBe(first)
    expect((await proxy.ask('/api/strategies', { headers: { cookie: first } })).status).toBe(401)
    expect((await proxy.ask('/api/strategies', { headers: { cookie: planted } })).status).toBe(401)
    expect((await proxy.ask('/api/strategies', { headers: { cookie: second } })).status).toBe(200)
  })

  it('out ends the session, not only the cookie', async () => {
    const cookie = await proxy.signIn('one-viewer')
    const answer = await proxy.ask('/api/session', { method: 'DELETE', headers: { cookie, origin: ORIGIN } })
    expect(JSON.parse(answer.body)).toMatchObject({ operator: null })
    expect(answer.headers['set-cookie']).toEqual([expect.stringContaining('__Host-tezgah=; Max-Age=0')])
    const after = await proxy.ask('/api/strategies', { headers: { cookie } })
    expect([after.status, typeOf(after)]).toEqual([401, 'session-expired'])
    expect(after.headers['set-cookie']).toEqual([expect.stringContaining('Max-Age=0')])
  })
})

describe('who is known', () => {
  it('reaches the executor by name and role, whatever the browser says of itself', async () => {
    const cookie = await proxy.signIn('one-operator')
    const forged = {
      'x-admin-token': 'guess',
      'x-tezgah-operator': 'one-admin',
      'x-tezgah-role': 'admin',
      'x-tezgah-client': 'elsewhere',
      forwarded: 'for=1.2.3.4',
      connection: 'close, x-tezgah-operator',
    }
    expect((await click('/api/backtest/start', cookie, {}, forged)).status).toBe(200)
    const got = proxy.executor.received.at(-1)
    expect(got?.headers.filter(([name]) => name.startsWith('x-'))).toEqual([
      ['x-admin-token', CANARY],
      ['x-tezgah-operator', 'one-operator'],
      ['x-tezgah-role', 'operator'],
      ['x-tezgah-client', '203.0.113.7'],
    ])
    expect(JSON.stringify(got)).not.toMatch(/guess|one-admin|elsewhere|1\.2\.3\.4|tezgah=/)
  })

  it.each([
    ['nobody', null, '/api/strategies', 401],
    ['nobody', null, '/api/public/healthz', 200],
    ['nobody', null, '/', 200],
    ['a viewer', 'one-viewer', '/api/audit', 200],
  ])('%s (%s) reads %s: %i', async (_, operator, target, status) => {
    const cookie = operator === null ? {} : { cookie: await proxy.signIn(operator) }
    expect((await proxy.ask(target, { headers: cookie })).status).toBe(status)
  })

  it('a viewer starts nothing, and the executor hears nothing of it', async () => {
    const cookie = await proxy.signIn('one-viewer')
    const before = proxy.executor.received.length
    const answer = await click('/api/backtest/start', cookie)
    expect([answer.status, typeOf(answer)]).toEqual([403, 'role-needed'])
    expect(proxy.executor.received).toHaveLength(before)
  })

  it('a token is for scripts: it needs no origin, and is no person', async () => {
    const headers = { ...JSON_HEADERS, authorization: 'Bearer token-of-one-risk' }
    const start = await proxy.ask('/api/backtest/start', { method: 'POST', headers, body: '{}' })
    expect(start.status).toBe(200)
    expect(Object.fromEntries(proxy.executor.received.at(-1)?.headers ?? [])).toMatchObject({
      'x-tezgah-operator': 'one-risk',
    })
    const kill = await proxy.ask(KILL, { method: 'POST', headers, body: '{}' })
    expect([kill.status, typeOf(kill)]).toEqual([403, 'step-up-needed'])
    const wrong = { ...headers, authorization: 'Bearer token-of-nobody-1' }
    expect((await proxy.ask('/api/backtest/start', { method: 'POST', headers: wrong, body: '{}' })).status).toBe(401)
    const session = await proxy.ask('/api/session', { headers })
    expect(JSON.parse(session.body).operator).toEqual({ id: 'one-risk', role: 'risk', signedIn: false })
  })

  it.each([{}, { origin: 'https://evil.test' }, { origin: ORIGIN, 'sec-fetch-site': 'cross-site' }])(
    'a change that the page did not ask for is refused: %o',
    async (headers) => {
      const cookie = await proxy.signIn('one-operator')
      const before = proxy.executor.received.length
      const sent = { ...JSON_HEADERS, cookie, ...headers }
      const answer = await proxy.ask('/api/backtest/start', { method: 'POST', headers: sent, body: '{}' })
      expect([answer.status, typeOf(answer)]).toEqual([403, 'cross-site'])
      expect(proxy.executor.received).toHaveLength(before)
    },
  )

  it('what did not come through the proxy in front is refused', async () => {
    const cookie = await proxy.signIn('one-admin')
    const bare = { host: FORWARDED.host, 'x-forwarded-for': '', 'x-forwarded-proto': '', cookie }
    expect((await proxy.ask('/api/strategies', { headers: bare })).status).toBe(400)
    expect((await proxy.ask('/', { headers: { host: '127.0.0.1:3003' } })).status).toBe(421)
  })
})

describe('kill, re-arm, approve', () => {
  it.each([KILL, '/api/risk/rearm', '/api/risk/rearm/abc/approve', '/api/proposals/abc/approve'])(
    '%s needs the password once more',
    async (target) => {
      const cookie = await proxy.signIn('one-risk')
      const refused = await click(target, cookie)
      expect([refused.status, typeOf(refused)]).toEqual([403, 'step-up-needed'])
      const raised = await stepUp(cookie)
      expect(raised, 'another id').not.toBe(cookie)
      expect((await click(target, raised)).status).toBe(200)
      expect((await click(target, cookie)).status, 'the id before').toBe(401)
    },
  )

  it('need it again after five minutes', async () => {
    const raised = await stepUp(await proxy.signIn('one-risk'))
    const until = JSON.parse((await proxy.ask('/api/session', { headers: { cookie: raised } })).body).stepUpUntil
    expect(until).toBe(proxy.clock.now + 300_000)
    proxy.clock.now += 300_000
    expect(typeOf(await click(KILL, raised))).toBe('step-up-needed')
    const session = await proxy.ask('/api/session', { headers: { cookie: raised } })
    expect(JSON.parse(session.body).stepUpUntil).toBeNull()
  })

  it('are not for an operator, password or not', async () => {
    expect(typeOf(await click(KILL, await stepUp(await proxy.signIn('one-operator'))))).toBe('role-needed')
  })

  it('a wrong password raises nothing', async () => {
    const cookie = await proxy.signIn('one-risk')
    const answer = await click('/api/session/step-up', cookie, { password: 'wrong' })
    expect([answer.status, typeOf(answer)]).toEqual([401, 'wrong-credentials'])
    expect(typeOf(await click(KILL, cookie))).toBe('step-up-needed')
  })
})

describe('a session', () => {
  it('ends when nobody uses it; looking whether it is there is no use', async () => {
    const cookie = await proxy.signIn('one-viewer')
    proxy.clock.now += 29 * 60_000
    expect(JSON.parse((await proxy.ask('/api/session', { headers: { cookie } })).body).operator.id).toBe('one-viewer')
    proxy.clock.now += 60_000
    expect(typeOf(await proxy.ask('/api/strategies', { headers: { cookie } }))).toBe('session-expired')
  })

  it.each([
    ['the operator is removed', () => []],
    ['the password is another', () => OPERATORS.map((one) => ({ ...one, password: passwordDigest('new') }))],
  ])('ends when %s', async (_, change) => {
    const cookie = await proxy.signIn('one-viewer')
    proxy.operators.write(change())
    const status = async (): Promise<number> => (await proxy.ask('/api/strategies', { headers: { cookie } })).status
    await expect.poll(status).toBe(401)
  })

  it('takes on another role', async () => {
    const cookie = await proxy.signIn('one-viewer')
    proxy.operators.write(OPERATORS.map((one) => ({ ...one, role: 'operator' })))
    await expect.poll(async () => (await click('/api/backtest/start', cookie)).status).toBe(200)
  })
})

describe('a stream', () => {
  /** The executor's end of the streams: sends one event and stays open. */
  function holdStreams(): { readonly closed: Promise<void> } {
    const closed = new Promise<void>((resolve) => {
      proxy.executor.answerWith((request, response) => {
        request.socket.once('close', () => resolve())
        response.writeHead(200, { 'content-type': 'text/event-stream', 'x-admin-token': CANARY }).write('data: one\n\n')
      })
    })
    return { closed }
  }

  async function openStream(headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
    const { hostname, port } = new URL(proxy.base)
    const path = '/api/backtest/abc/events'
    const asking = request({ hostname, port, path, headers: { ...FORWARDED, ...headers }, agent: false }).end()
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    answer.on('error', () => undefined)
    return answer
  }

  /** Unlike `once` it takes being cut off for an end. */
  const closeOf = (stream: IncomingMessage): Promise<void> =>
    new Promise((resolve) => stream.once('close', () => resolve()))

  it('comes piece by piece, and its end reaches the executor', async () => {
    const { closed } = holdStreams()
    const stream = await openStream({ cookie: await proxy.signIn('one-viewer') })
    expect(stream.headers).toMatchObject({ 'x-accel-buffering': 'no', 'cache-control': 'no-store' })
    expect(JSON.stringify(stream.headers)).not.toContain(CANARY)
    expect(String((await once(stream, 'data'))[0])).toBe('data: one\n\n')
    stream.destroy()
    await closed
  })

  it('passes on where it was left', async () => {
    holdStreams()
    const stream = await openStream({ cookie: await proxy.signIn('one-viewer'), 'last-event-id': 'boot.7' })
    expect(Object.fromEntries(proxy.executor.received.at(-1)?.headers ?? [])).toMatchObject({
      'last-event-id': 'boot.7',
    })
    stream.destroy()
  })

  it.each([
    ['the operator is removed', async () => proxy.operators.write([])],
    [
      'somebody signs out',
      async (cookie: string) => {
        await proxy.ask('/api/session', { method: 'DELETE', headers: { cookie, origin: ORIGIN } })
      },
    ],
    [
      'the session is over',
      async () => {
        proxy.clock.now += 13 * 3_600_000
      },
    ],
  ])('ends when %s', async (_, happen) => {
    const { closed } = holdStreams()
    const cookie = await proxy.signIn('one-viewer')
    const stream = await openStream({ cookie })
    const ended = closeOf(stream)
    await happen(cookie)
    await Promise.all([closed, ended])
  })

  it('of a token ends with the token', async () => {
    const { closed } = holdStreams()
    const stream = await openStream({ authorization: 'Bearer token-of-one-viewer' })
    proxy.operators.write(OPERATORS.map((one) => ({ ...one, tokens: [] })))
    stream.resume()
    await Promise.all([closed, closeOf(stream)])
  })

  it('lives on over a step-up', async () => {
    holdStreams()
    const cookie = await proxy.signIn('one-risk')
    const stream = await openStream({ cookie })
    await stepUp(cookie)
    // Whatever ends streams has looked once more when a stream of somebody who is removed has ended.
    const other = await openStream({ cookie: await proxy.signIn('one-viewer') })
    proxy.operators.write(OPERATORS.filter(({ role }) => role === 'risk'))
    other.resume()
    await closeOf(other)
    expect(stream.destroyed).toBe(false)
    stream.destroy()
  })

  it('is one of eight at most of one session; who leaves makes room', async () => {
    holdStreams()
    const cookie = await proxy.signIn('one-viewer')
    const open = []
    for (let n = 0; n < 8; n++) open.push(await openStream({ cookie }))
    const refused = await openStream({ cookie })
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '5'])
    refused.resume()
    expect((await openStream({ cookie: await proxy.signIn('one-viewer') })).statusCode).toBe(200)
    open[0]?.destroy()
    await expect.poll(async () => (await openStream({ cookie })).statusCode).toBe(200)
  })
})

describe('a file', () => {
  const target =
    '/api/datasets?id=mine&title=Mine&symbol=BTCTRY&interval=1m&source=me&licence=mine&synthetic=false&token=x'

  it('passes while it comes: the executor has its first part before the last is sent', async () => {
    const cookie = await proxy.signIn('one-operator')
    const { hostname, port } = new URL(proxy.base)
    const headers = { ...FORWARDED, ...FROM_PAGE, cookie, 'content-type': 'text/csv', 'content-length': '11' }
    const firstPart = proxy.executor.onceReading()
    const asking = request({ hostname, port, path: target, method: 'POST', headers, agent: false })
    asking.write('first,')
    expect(await firstPart).toBe('first,')
    asking.end('last\n')
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(200)
    answer.resume()
    const got = proxy.executor.received.at(-1)
    expect(got).toMatchObject({ method: 'POST', body: 'first,last\n' })
    expect(got?.url).not.toContain('token')
    expect(Object.fromEntries(got?.headers ?? [])).toMatchObject({
      'content-type': 'text/csv',
      'content-length': '11',
      'x-tezgah-operator': 'one-operator',
    })
  })

  it.each([
    [{ 'content-type': 'text/csv', 'content-length': String(64 * 1024 ** 2 + 1) }, 413],
    [{ 'content-type': 'text/csv', 'transfer-encoding': 'chunked' }, 411],
    [{ 'content-type': 'application/json' }, 415],
    [{ 'content-type': 'text/plain' }, 415],
  ])('with %o is refused before a byte of it is read', async (headers, status) => {
    const cookie = await proxy.signIn('one-operator')
    const before = proxy.executor.received.length
    const { hostname, port } = new URL(proxy.base)
    const sent = { ...FORWARDED, ...FROM_PAGE, cookie, ...headers }
    const asking = request({ hostname, port, path: target, method: 'POST', headers: sent, agent: false })
    asking.on('error', () => undefined).write('x')
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(status)
    asking.destroy()
    expect(proxy.executor.received).toHaveLength(before)
  })
})

it('shows the token, a password, a digest and a stack trace in no answer above', () => {
  expect(proxy.answers.length).toBeGreaterThan(60)
  const seen = proxy.answers.map(({ headers, body }) => JSON.stringify(headers) + body)
  expect(seen.filter((text) => /canary|scrypt|\.ts:\d+|node:internal/.test(text) || text.includes(PASSWORD))).toEqual(
    [],
  )
  expect(proxy.logged.join('\n')).not.toMatch(/canary|wrong-password|__Host/)
  expect(proxy.reported).toEqual([])
})
