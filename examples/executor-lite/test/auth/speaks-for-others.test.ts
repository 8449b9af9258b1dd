import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { TokenRegistry } from '../../src/auth/token-registry.ts'
import { createHarness, type Harness, HOST, TOKEN } from '../fixtures/harness.ts'

const AYSE = 'tzg_canary-ayse'
const VERA = 'tzg_canary-vera'
const PROXY = 'tzg_canary-proxy'
const CLERK = 'tzg_canary-clerk'

type Answer = { readonly status: number; readonly json: Record<string, never> & Record<string, string> }
type Sent = {
  readonly token?: string
  /** Names and values in turn: a name may stand there twice. */
  readonly more?: readonly string[]
  readonly method?: string
  readonly body?: unknown
}

const as = (id: string, role: string) => ['X-Tezgah-Operator', id, 'X-Tezgah-Role', role]
const TARGET = { strategies: {}, limits: { maxDrawdownPct: 20 } }

let folder: string
let harness: Harness
let port: number

const held = (text: string, speaksForOthers = false) => ({
  id: 't1',
  sha256: createHash('sha256').update(text).digest('hex'),
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  ...(speaksForOthers && { speaksForOthers }),
})
const PEOPLE = [
  { id: 'ayse', role: 'risk', tokens: [held(AYSE)] },
  { id: 'vera', role: 'viewer', tokens: [held(VERA)] },
  { id: 'proxy', role: 'admin', tokens: [held(PROXY, true)] },
  { id: 'clerk', role: 'operator', tokens: [held(CLERK, true)] },
]

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-speaks-'))
  const file = path.join(folder, 'operators.json')
  writeFileSync(file, JSON.stringify({ version: 1, operators: PEOPLE }), { mode: 0o600 })
  const told = (error: unknown) => {
    throw error
  }
  const authenticate = createAuthenticator({ operators: new TokenRegistry(file, TOKEN, () => 0, told), now: () => 0 })
  harness = await createHarness({ authenticate, rateLimitPerMinute: 60 })
  port = Number(new URL(await harness.app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterEach(async () => {
  await harness.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Over a socket, with each header as a line of its own. */
const send = (to: string, { token, more = [], method = 'GET', body }: Sent): Promise<Answer> => {
  const payload = method === 'POST' ? JSON.stringify(body ?? {}) : ''
  const headers = [
    ...['Host', HOST],
    ...(token === undefined ? [] : ['X-Admin-Token', token]),
    ...(method === 'POST'
      ? ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(payload))]
      : []),
    ...more,
  ]
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: to, method, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, json: JSON.parse(text) }))
    })
    sent.on('error', reject)
    sent.end(payload)
  })
}
const post = (to: string, sent: Sent) => send(to, { ...sent, method: 'POST' })
const last = () => harness.audit.events.at(-1)

describe('a token that speaks for others', () => {
  it.each([
    ['ADMIN_TOKEN', TOKEN, 'ADMIN_TOKEN'],
    ['a token of the file', PROXY, 'proxy/t1'],
  ])('makes of %s the operator whom it names', async (_told, token, credential) => {
    const { status, json } = await post('/proposals', {
      token,
      more: as('deniz', 'operator'),
      body: { target: TARGET, reason: 'x' },
    })
    expect([status, json['proposer']]).toEqual([200, { id: 'deniz', credential: `${credential}>deniz` }])
    expect(last()).toMatchObject({ actor: 'deniz', details: { identifiedBy: `${credential}>deniz` } })
  })

  it('starts a backtest as local, which names who started it and never the token', async () => {
    const { status } = await post('/backtest/start', { token: TOKEN, more: as('local', 'operator') })
    expect([status, last()]).toMatchObject([201, { action: 'backtest.start', actor: expect.stringMatching(/^local@/) }])
    expect(JSON.stringify(harness.audit.events)).not.toContain(TOKEN)
  })

  it('raises nobody: what counts is the lower of both roles', async () => {
    const kill = (token: string, role: string) =>
      post('/risk/kill', { token, more: as('ayse', role), body: { reason: 'x' } })
    for (const [token, role] of [
      [TOKEN, 'operator'],
      [PROXY, 'viewer'],
      [CLERK, 'admin'],
      [CLERK, 'risk'],
    ] as const) {
      expect([role, (await kill(token, role)).status]).toEqual([role, 403])
      expect(last()).toMatchObject({
        actor: expect.stringMatching(/^ayse@/),
        details: { reason: 'role', needed: 'risk' },
      })
    }
    expect((await post('/backtest/start', { token: CLERK, more: as('deniz', 'admin') })).status, 'up to its own').toBe(
      201,
    )
    expect((await kill(PROXY, 'risk')).status).toBe(200)
  })

  it.each([
    ['a name twice', [...as('ayse', 'risk'), 'X-Tezgah-Operator', 'burak'], 'x-tezgah-operator'],
    ['a role twice', [...as('ayse', 'risk'), 'X-Tezgah-Role', 'risk'], 'x-tezgah-role'],
    ['a name alone', ['X-Tezgah-Operator', 'ayse'], 'x-tezgah-role'],
    ['a role alone', ['X-Tezgah-Role', 'risk'], 'x-tezgah-operator'],
    ['the name of the admin', as('admin', 'admin'), 'x-tezgah-operator'],
    ['a name that is none', as('Ayse Yılmaz'.normalize('NFKD').replace(/[^ -~]/g, ''), 'risk'), 'x-tezgah-operator'],
    ['a role that is none', as('ayse', 'root'), 'x-tezgah-role'],
  ])('is refused with %s', async (_told, more, field) => {
    for (const to of ['/risk', '/strategies']) {
      const { status, json } = await send(to, { token: TOKEN, more })
      expect([status, json]).toMatchObject([400, { errors: [{ field, message: expect.stringContaining('received') }] }])
    }
  })

  it('is counted for each operator on its own', async () => {
    const ask = async (id: string) => (await send('/strategies', { token: PROXY, more: as(id, 'viewer') })).status
    for (let i = 0; i < 60; i++) expect(await ask('ayse')).toBe(200)
    expect([await ask('ayse'), await ask('burak')]).toEqual([429, 200])
    expect((await send('/strategies', { token: PROXY })).status, 'for itself').toBe(200)
  })
})

describe('a token that does not', () => {
  it.each([
    ['of a viewer', VERA, /^vera@/],
    ['of somebody who may more', AYSE, /^ayse@/],
    ['that is missing', undefined, /^anonymous@/],
  ])('%s is refused, recorded and counted', async (_told, token, actor) => {
    for (const more of [as('ayse', 'viewer'), as('vera', 'risk'), ['X-Tezgah-Role', 'viewer'], as('no name', 'none')]) {
      for (const to of ['/risk', '/strategies']) {
        const { status, json } = await send(to, { ...(token !== undefined && { token }), more })
        expect([status, json['type']]).toEqual([400, 'urn:tezgah:problem:invalid-request'])
        expect(json['detail']).toMatch(/may come with ADMIN_TOKEN or a token that speaks for others/)
        expect(last()).toMatchObject({
          actor: expect.stringMatching(actor),
          action: 'auth.failed',
          outcome: 'refused',
          details: { reason: 'speaks-for-others' },
        })
      }
    }
    expect(harness.alarms.length, 'as many wrong tokens would').toBe(1)
  })

  it('that is wrong stays wrong', async () => {
    expect((await send('/strategies', { token: 'wrong', more: as('ayse', 'risk') })).status).toBe(401)
  })

  it('changes nothing', async () => {
    for (const token of [VERA, AYSE])
      expect((await post('/risk/kill', { token, more: as('burak', 'risk'), body: { reason: 'x' } })).status).toBe(400)
    expect((await send('/risk', { token: VERA })).json['trading']).toMatchObject({ mode: 'active' })
  })
})

describe('two people', () => {
  const propose = async (sent: Sent) =>
    (await post('/proposals', { ...sent, body: { target: TARGET, reason: 'x' } })).json
  const approve = ({ id, content }: Answer['json'], sent: Sent) =>
    post(`/proposals/${id}/approve`, { ...sent, body: { content } })
  const through = (id: string, token = TOKEN) => ({ token, more: as(id, 'risk') })
  const isOne = async (answer: Promise<Answer>) => {
    const { status, json } = await answer
    if (status !== 200) expect([status, json['detail']]).toEqual([409, expect.stringMatching(/^same_person: /)])
    return status === 409
  }

  it('who come through one token are two', async () => {
    const proposal = await propose(through('ayse'))
    const { status, json } = await approve(proposal, through('burak'))
    expect([status, json['status']]).toEqual([200, 'approved'])
    expect(json['approvals']).toMatchObject([{ by: { id: 'burak', credential: 'ADMIN_TOKEN>burak' } }])
  })

  it('are one where it is the same name, whichever way it comes', async () => {
    const ways: readonly Sent[] = [through('ayse'), through('ayse', PROXY), { token: AYSE }]
    for (const first of ways) {
      const proposal = await propose(first)
      for (const second of ways) expect(await isOne(approve(proposal, second))).toBe(true)
      expect(await isOne(approve(proposal, through('burak')))).toBe(false)
    }
  })
})
