import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CANARY, cookieOf, FORWARDED, JSON_HEADERS, ORIGIN } from './support/open-proxy.ts'
import { type RawAnswer, rawRequest } from './support/raw-request.ts'
import { type Executor, type RunningService, startExecutor, startProxy } from './support/services.ts'

const REPOSITORY = path.join(import.meta.dirname, '../../..')
const PASSWORD = 'kara kutu 7 deniz'
const LIMIT_MS = 120_000

let folder: string
let executor: Executor
let proxy: RunningService

/** The command line as a process of its own: what it writes is what both services have to read. */
function tezgah(args: readonly string[], input = ''): string {
  const main = path.join(REPOSITORY, 'packages', 'cli', 'src', 'main.ts')
  const file = ['--file', path.join(folder, 'operators.json')]
  const stdio: ('pipe' | 'ignore')[] = ['pipe', 'pipe', 'ignore']
  return execFileSync(process.execPath, ['--conditions=@tezgah/source', main, ...args, ...file], {
    encoding: 'utf8',
    input,
    stdio,
  })
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-desk-'))
  tezgah(['operator', 'add', 'ada', '--role', 'risk', '--password-stdin'], PASSWORD)
  tezgah(['operator', 'add', 'bob', '--role', 'risk', '--password-stdin'], PASSWORD)
  const operatorsFile = path.join(folder, 'operators.json')
  executor = await startExecutor(CANARY, { operatorsFile })
  proxy = await startProxy(CANARY, executor.url, { PUBLIC_ORIGIN: ORIGIN, OPERATORS_FILE: operatorsFile })
}, LIMIT_MS)

afterAll(async () => {
  await proxy?.close()
  await executor?.close()
  rmSync(folder, { recursive: true, force: true })
})

const page = { ...FORWARDED, ...JSON_HEADERS, origin: ORIGIN, 'sec-fetch-site': 'same-origin' }

const post = (target: string, body: object, cookie = ''): Promise<RawAnswer> =>
  rawRequest(proxy.url, target, { method: 'POST', headers: { ...page, cookie }, body: JSON.stringify(body) })

const read = async (target: string, cookie: string) =>
  JSON.parse((await rawRequest(proxy.url, target, { headers: { ...FORWARDED, cookie } })).body)

async function openStream(target: string, cookie: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(proxy.url)
  const asking = request({ hostname, port, path: target, headers: { ...FORWARDED, cookie }, agent: false }).end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  return answer
}

async function signInFully(operator: string): Promise<string> {
  const cookie = cookieOf(await post('/api/session', { operator, password: PASSWORD }))
  return cookieOf(await post('/api/session/step-up', { password: PASSWORD }, cookie))
}

describe('a desk of two, from the command line to the audit log', { timeout: LIMIT_MS }, () => {
  it('knows who did what, and lets nobody approve alone', async () => {
    const [ada, bob] = [await signInFully('ada'), await signInFully('bob')]
    expect((await post('/api/backtest/start', {}, ada)).status).toBe(201)
    expect((await post('/api/risk/kill', { to: 'halted', reason: 'a drill' }, ada)).status).toBe(200)
    const rearmed = JSON.parse((await post('/api/risk/rearm', { to: 'active', reason: 'it is over' }, ada)).body)
    const approve = `/api/risk/rearm/${rearmed.trading.request.id}/approve`
    expect((await post(approve, {}, ada)).status, 'ada asked, so ada cannot approve').toBe(409)
    expect((await post(approve, {}, bob)).status).toBe(200)
    expect((await read('/api/risk', ada)).trading).toMatchObject({ mode: 'active' })
    const { records } = await read('/api/audit?limit=50', bob)
    const done = records.map(({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`)
    expect(done).toEqual(expect.arrayContaining(['ada:203.0.113.7 backtest.start']))
    expect(done.filter((line: string) => line.startsWith('bob'))).not.toEqual([])
    expect(JSON.stringify(records)).not.toContain(CANARY)
  })

  it('shows who watches what somebody else adds', async () => {
    const [ada, bob] = [await signInFully('ada'), await signInFully('bob')]
    const stream = await openStream('/api/events?topics=audit', bob)
    const lines = ['time,open,high,low,close,volume']
    for (let day = 1; day < 10; day++) lines.push(`2026-01-0${day}T00:00:00Z,10,12,9,11,100`)
    const query = new URLSearchParams({
      ...{ id: 'ours', title: 'Ours', symbol: 'BTCTRY', interval: '1d', source: 'us', licence: 'ours' },
      synthetic: 'true',
    })
    const body = lines.join('\n')
    const headers = { ...page, cookie: ada, 'content-type': 'text/csv', 'content-length': String(body.length) }
    const added = await rawRequest(proxy.url, `/api/datasets?${query}`, { method: 'POST', headers, body })
    expect(added.status, added.body).toBe(201)
    let seen = ''
    for await (const piece of stream) {
      seen += piece
      if (seen.includes('dataset.add')) break
    }
    expect(seen).toContain('ada')
    expect(seen).not.toContain(CANARY)
  })

  it('takes a token of a script, whose role reaches as far as its operator', async () => {
    const token = tezgah(['token', 'new', 'nightly', '--role', 'operator']).trim()
    const headers = { ...FORWARDED, ...JSON_HEADERS, authorization: `Bearer ${token}` }
    const start = () => rawRequest(proxy.url, '/api/backtest/start', { method: 'POST', headers, body: '{}' })
    await expect.poll(async () => (await start()).status, { timeout: 10_000 }).toBe(201)
    tezgah(['operator', 'role', 'nightly', 'viewer'])
    await expect.poll(async () => (await start()).status, { timeout: 10_000 }).toBe(403)
  })
})
