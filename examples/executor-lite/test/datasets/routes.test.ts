import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHarness, get, type Harness, send, start, TOKEN } from '../fixtures/harness.ts'

let harness: Harness

beforeAll(async () => {
  harness = await createHarness()
})
afterAll(() => harness.close())

const DAY_MS = 86_400_000
const BEGIN = 1_600_041_600_000

const csvOf = (days: number): string =>
  [
    'time,open,high,low,close,volume',
    ...Array.from({ length: days }, (_, i) => `${BEGIN + i * DAY_MS},1,2,1,1.5,10`),
    '',
  ].join('\n')

const manifest = { title: 'T', symbol: 'TST', interval: '1d', source: 'a test', licence: 'CC0', synthetic: 'true' }

type Upload = {
  readonly query?: Record<string, string>
  readonly body?: string | Buffer
  readonly type?: string
  readonly headers?: Record<string, string>
}

const upload = ({ query = {}, body = csvOf(40), type = 'text/csv', headers = {} }: Upload) =>
  send(harness.app, {
    method: 'POST',
    url: `/datasets?${new URLSearchParams({ ...manifest, ...query })}`,
    headers: { 'x-admin-token': TOKEN, 'content-type': type, ...headers },
    payload: body,
  })

const uploads = () => readdir(path.join(harness.folder, 'datasets'))

describe('POST /datasets', () => {
  it('adds a dataset that can be run at once, recorded first', async () => {
    const body = csvOf(60)
    const sha256 = createHash('sha256').update(body).digest('hex')
    const answer = await upload({ query: { id: 'sent', sha256 }, body })
    expect([answer.statusCode, answer.headers.location]).toEqual([201, '/datasets/sent/candles'])
    expect(answer.json()).toMatchObject({ id: 'sent', sha256, from: BEGIN, to: BEGIN + 59 * DAY_MS, candleCount: 60 })
    expect(answer.payload).not.toContain(harness.folder)
    const record = harness.audit.events.at(-1)
    expect(record).toMatchObject({ action: 'dataset.add', subject: 'sent', outcome: 'unknown', details: { sha256 } })
    const { id } = (await start(harness.app, { body: { dataset: 'sent', params: { fast: 2, slow: 4 } } })).json()
    expect(await harness.whenEnded(id)).toMatchObject({ status: 'done' })
    expect((await get(harness.app, '/datasets/sent/candles')).json().time).toHaveLength(60)
  })

  it('never writes over another, of the service or sent', async () => {
    await upload({ query: { id: 'twice' } })
    for (const id of ['twice', 'sp500-daily']) {
      const answer = await upload({ query: { id }, body: csvOf(50) })
      expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:tezgah:problem:dataset-exists'])
    }
    expect(harness.audit.events.at(-1)).toMatchObject({ action: 'dataset.add', outcome: 'failure' })
  })

  it('changes nothing while the audit log cannot be written', async () => {
    const before = await uploads()
    harness.audit.broken = true
    const answer = await upload({ query: { id: 'unrecorded' } })
    harness.audit.broken = false
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'AUDIT_UNAVAILABLE'])
    expect(await uploads()).toEqual(before)
    expect((await get(harness.app, '/datasets/unrecorded/candles')).statusCode).toBe(404)
  })

  it.each<[string, Upload, number, string]>([
    ['no candles', { body: 'time,open\n1,2\n' }, 400, 'invalid-request'],
    ['an empty body', { body: '' }, 400, 'malformed-request'],
    ['an id with a path', { query: { id: '../x' } }, 400, 'invalid-request'],
    ['another sha256', { query: { sha256: '0'.repeat(64) } }, 400, 'invalid-request'],
    ['an unknown field', { query: { price: '1' } }, 400, 'invalid-request'],
    ['a wrong interval', { query: { interval: 'often' } }, 400, 'invalid-request'],
    ['CSV that is said to be Parquet', { type: 'application/vnd.apache.parquet' }, 400, 'invalid-request'],
    ['JSON', { type: 'application/json', body: '{}' }, 415, 'wrong-content-type'],
    ['more than is read', { body: Buffer.alloc(64 * 1024 ** 2 + 1) }, 413, 'body-too-large'],
    ['no token', { headers: { 'x-admin-token': 'wrong-wrong-wrong' } }, 401, 'unauthorized'],
  ])('refuses %s and leaves nothing behind', async (_name, sent, status, kind) => {
    const before = await uploads()
    const answer = await upload({ ...sent, query: { id: 'refused', ...sent.query } })
    expect([answer.statusCode, answer.json().type]).toEqual([status, `urn:tezgah:problem:${kind}`])
    expect(await uploads()).toEqual(before)
    expect(answer.payload).not.toContain(harness.folder)
  })

  it('takes one file at a time', async () => {
    const answers = await Promise.all([upload({ query: { id: 'one' } }), upload({ query: { id: 'two' } })])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 429])
    expect((await upload({ query: { id: 'three' } })).statusCode, 'and the next when it is through').toBe(201)
  })

  it('reads no file as the body of a start', async () => {
    expect((await start(harness.app, { headers: { 'content-type': 'text/csv' } })).statusCode).toBe(415)
  })
})
