import { hash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Job } from '@tezgah/runner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHarness, get, type Harness, send, start, TOKEN } from '../fixtures/harness.ts'

let harness: Harness

beforeAll(async () => {
  harness = await createHarness()
})
afterAll(() => harness.close())

describe('a backtest that was accepted by other code', () => {
  const enqueue = async (seed: number): Promise<string> => {
    const prepared = harness.runner.prepare({ seed })
    await harness.store.enqueue({ ...prepared, spec: { ...prepared.spec, engineSha256: 'of another release' } })
    // The one after it has run, so this one was looked at.
    const after = (await start(harness.app, { body: { seed: seed + 1 } })).json().id
    await harness.whenEnded(after)
    return prepared.id
  }
  const readdress = (id: string, token = TOKEN) =>
    send(harness.app, { method: 'POST', url: `/backtest/${id}/readdress`, headers: { 'x-admin-token': token } })

  it('waits and shows the reason, until it is readdressed to the present code', async () => {
    const id = await enqueue(1)
    const waiting = (await get(harness.app, `/backtest/${id}`)).json()
    expect(waiting).toMatchObject({ status: 'queued', attempts: 0, waiting: { reason: 'engine' } })
    expect(waiting.waiting.message).toMatch(/is for the engine \S+ \(of another r\), the worker has/)
    expect((await readdress(id, 'x'.repeat(16))).statusCode).toBe(401)
    const moved = await readdress(id)
    expect([moved.statusCode, moved.json().waiting]).toEqual([200, null])
    expect(await harness.whenEnded(id)).toMatchObject({ status: 'done', address: moved.json().address })
    const records = harness.audit.events.filter(({ subject, action }) => subject === id && action.endsWith('readdress'))
    expect(records).toEqual([
      expect.objectContaining({ outcome: 'unknown', details: expect.objectContaining({ was: waiting.address }) }),
    ])
  })

  it('cannot be readdressed once it runs', async () => {
    const { id } = (await start(harness.app, { body: { seed: 1 } })).json()
    const answer = await readdress(id)
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:tezgah:problem:not-waiting'])
    expect((await readdress('nope')).statusCode).toBe(404)
  })
})

describe('a result that is damaged on the disk', () => {
  const results = () => path.join(harness.folder, 'jobs.db-results')
  const run = async (seed: number): Promise<Job> => {
    const { id } = (await start(harness.app, { body: { seed } })).json()
    return harness.whenEnded(id)
  }
  const fileOf = async ({ resultSha256 }: Job): Promise<string> => {
    for (const name of await readdir(results())) {
      const file = path.join(results(), name)
      if (hash('sha256', await readFile(file)) === resultSha256) return file
    }
    throw new Error('the result is not in a file')
  }
  const flip = async (file: string): Promise<void> => {
    const bytes = await readFile(file)
    await writeFile(file, bytes.with(1_000, (bytes[1_000] ?? 0) ^ 1))
  }

  it.each([
    ['one bit', 11, flip],
    ['all of it', 12, (file: string) => rm(file)],
    ['its length', 13, (file: string) => writeFile(file, '')],
  ] as const)('is never answered, and is there again: %s', async (_, seed, damage) => {
    const job = await run(seed)
    const url = `/backtest/${job.id}/result`
    const before = (await get(harness.app, url)).payload
    await damage(await fileOf(job))
    const ended = new Promise<Job>((resolve) => {
      const off = harness.runner.on('done', (repaired) => {
        off()
        resolve(repaired)
      })
    })
    const answer = await get(harness.app, url)
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:tezgah:problem:result-damaged'])
    expect(answer.headers['retry-after']).toBe('2')
    expect(await ended).toMatchObject({ address: job.address, client: 'result-repair' })
    expect((await get(harness.app, url)).payload).toBe(before)
  })
})
