import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHarness, get, type Harness, start, TOKEN } from '../fixtures/harness.ts'

let harness: Harness

beforeEach(async () => {
  harness = await createHarness({ auditLog: true })
})
afterEach(() => harness.close())

const operator = { 'x-admin-token': TOKEN }
const read = (url: string) => get(harness.app, url, operator)

// The log has two records before each test: that it was opened, and that the guardrails were made.
describe('GET /audit', () => {
  it('gives every record once, page by page, oldest first', async () => {
    for (let seed = 1; seed <= 7; seed++) await start(harness.app, { body: { seed } })
    const seqs: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { records: { seq: number }[]; nextCursor: string | null } = (
        await read(`/audit?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).json()
      expect(page.records.length).toBeLessThanOrEqual(3)
      seqs.push(...page.records.map(({ seq }) => seq))
      cursor = page.nextCursor
    }
    expect(seqs).toEqual(Array.from({ length: 9 }, (_, seq) => seq))
  })

  it('gives the newest first when asked', async () => {
    for (let seed = 1; seed <= 3; seed++) await start(harness.app, { body: { seed } })
    const first = (await read('/audit?limit=3&order=newest')).json()
    expect(first.records.map(({ seq }: { seq: number }) => seq)).toEqual([4, 3, 2])
    const second = (await read(`/audit?limit=3&order=newest&cursor=${first.nextCursor}`)).json()
    expect(second).toMatchObject({ records: [{ seq: 1 }, { seq: 0 }], nextCursor: null })
  })

  it('finds by every filter', async () => {
    const { id } = (await start(harness.app, { body: { seed: 8 } })).json()
    await start(harness.app, { body: { seed: 9 }, headers: { 'x-tezgah-client': 'desk' } })
    await get(harness.app, '/strategies', { 'x-admin-token': 'wrong-wrong-wrong' })
    const found = async (query: string) =>
      (await read(`/audit?${query}`)).json().records.map(({ subject }: { subject: string }) => subject)
    expect(await found(`subject=${id}`)).toEqual([id])
    expect(await found(`correlationId=${id}`)).toEqual([id])
    expect(await found('action=auth.failed')).toEqual(['GET /strategies'])
    expect(await found('outcome=refused')).toEqual(['GET /strategies'])
    expect(await found('actor=operator:desk')).toHaveLength(1)
    expect(await found('from=0&to=1')).toEqual([])
  })

  it.each(['limit=0', 'limit=1001', 'cursor=x', 'outcome=maybe', 'offset=1', 'from=-1', 'order=up'])(
    'refuses %s',
    async (query) => {
      expect((await read(`/audit?${query}`)).statusCode).toBe(400)
    },
  )

  it.each(['/audit', '/audit/verify'])('is not for everybody: %s', async (url) => {
    expect((await get(harness.app, url)).statusCode).toBe(401)
  })
})

describe('GET /audit/verify', () => {
  it('says that the log is intact, and how old the verdict is', async () => {
    await start(harness.app)
    const first = (await read('/audit/verify')).json()
    expect(first).toMatchObject({ status: 'intact', size: 3, ageMs: 0 })
    await start(harness.app)
    harness.clock.now = 59_999
    expect((await read('/audit/verify')).json(), 'used again').toMatchObject({ size: 3, ageMs: 59_999 })
    harness.clock.now = 60_000
    expect((await read('/audit/verify')).json()).toMatchObject({ size: 4, ageMs: 0 })
  })

  it('verifies once for many who ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => read('/audit/verify')))
    expect(new Set(answers.map((answer) => answer.json().verifiedAt)).size).toBe(1)
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
  })

  it('finds a changed byte', async () => {
    await start(harness.app)
    const text = await readFile(harness.auditFile, 'utf8')
    await writeFile(harness.auditFile, text.replace('sma-cross', 'sma-crosS'))
    expect((await read('/audit/verify')).json()).toMatchObject({ status: 'tampered', firstBadSeq: 2 })
  })

  it('finds that records are missing at the end, which the files alone do not show', async () => {
    await start(harness.app)
    const text = await readFile(harness.auditFile, 'utf8')
    await writeFile(harness.auditFile, `${text.split('\n')[0]}\n`)
    expect((await read('/audit/verify')).json()).toMatchObject({ status: 'tampered', size: 1 })
  })

  it('finds what a crash left behind', async () => {
    await appendFile(harness.auditFile, '{"action":"hal')
    expect((await read('/audit/verify')).json()).toMatchObject({ status: 'torn' })
  })
})
