import { describe, expect, it } from 'vitest'
import type { JobSpec, WorkerCode } from '../../src/index.ts'
import type { Bench } from './job-store-contract.ts'
import { done, newJob, textOf } from './store-harness.ts'

const codeOf = (engineSha256: string, more: Partial<WorkerCode> = {}): WorkerCode => ({
  engine: { engineVersion: '1.0.0', engineSha256 },
  limits: null,
  strategies: new Map([['sma-cross', 'strategy-1']]),
  datasets: new Map([['sp500-daily', 'ab']]),
  ...more,
})
const specFor = (engineSha256: string, more: Partial<JobSpec> = {}): JobSpec => ({
  ...newJob('any').spec,
  engineVersion: '1.0.0',
  engineSha256,
  strategiesVersion: 'strategy-1',
  ...more,
})
const [OLD, NEW] = [codeOf('old'), codeOf('new')]

export function describeCode(bench: Bench): void {
  describe('a job of other code', () => {
    const enqueue = (id: string, spec = specFor('old')) => bench.store.enqueue(newJob(id, { spec }))

    it('is passed over and says why it waits, while the next one runs', async () => {
      await enqueue('a')
      await enqueue('b', specFor('new'))
      expect(await bench.store.claim(NEW)).toMatchObject({ id: 'b', status: 'running', waiting: null })
      expect(await bench.store.claim(NEW)).toBeNull()
      const waiting = await bench.store.get('a')
      expect(waiting).toMatchObject({ status: 'queued', attempts: 0, waiting: { reason: 'engine' } })
      expect(waiting?.waiting?.message).toBe('the job is for the engine 1.0.0 (old), the worker has 1.0.0 (new)')
      expect(await bench.store.waiting(10)).toEqual([waiting])
      expect(await bench.store.counts()).toMatchObject({ queued: 1, running: 1 })
    })

    it('runs where that code is, also after another has refused it and after a restart', async () => {
      for (const id of ['a', 'b', 'c']) await enqueue(id)
      expect(await bench.store.claim(NEW)).toBeNull()
      await bench.reopen()
      expect(await bench.store.claim(OLD)).toMatchObject({ id: 'a', status: 'running', waiting: null })
      expect(await bench.store.claim(NEW)).toBeNull()
      expect(await bench.store.claim(OLD)).toMatchObject({ id: 'b' })
      expect(await bench.store.claim(OLD)).toMatchObject({ id: 'c' })
      expect(await bench.store.waiting(10)).toEqual([])
      expect(await bench.store.finish('a', 1, done('{"old":1}'))).toMatchObject({ status: 'done' })
      expect(await textOf(bench.store, 'a')).toBe('{"old":1}')
    })

    it('goes back to its own code when its attempt is released', async () => {
      await enqueue('a')
      expect(await bench.store.claim(NEW)).toBeNull()
      await bench.store.claim(OLD)
      expect(await bench.store.release('a', 1, 'shutdown')).toMatchObject({ status: 'queued' })
      expect(await bench.store.claim(NEW)).toBeNull()
      expect(await bench.store.claim(OLD)).toMatchObject({ id: 'a', attempts: 2 })
    })

    it.each([
      ['strategy', specFor('old', { strategiesVersion: 'strategy-2' }), /code strategy-2 of strategy "sma-cross"/],
      ['strategy', specFor('old', { strategy: 'gone' }), /the worker does not have it/],
      ['dataset', specFor('old', { datasets: [{ id: 'sp500-daily', sha256: 'cd' }] }), /sha256 cd, the worker has ab/],
      ['dataset', specFor('old', { detail: [{ id: 'gone', sha256: 'cd' }] }), /dataset "gone".*does not have it/],
      ['engine', newJob('any').spec, /no digest/],
      [
        'limits',
        specFor('old', { limits: { maxDrawdownPct: 5 }, limitsSha256: 'ef' }),
        /the code ef, the worker keeps none/,
      ],
    ])('waits for its %s: %#', async (reason, spec, message) => {
      await enqueue('a', spec)
      expect(await bench.store.claim(OLD)).toBeNull()
      const waiting = (await bench.store.get('a'))?.waiting
      expect(waiting).toEqual({ reason, message: expect.stringMatching(message) })
    })

    it('is answered by the result of its address, whatever code looks at it', async () => {
      const same = (id: string) => newJob(id, { address: 'same', spec: specFor('old') })
      for (const id of ['a', 'b']) await bench.store.enqueue(same(id))
      await bench.store.claim(OLD)
      await bench.store.finish('a', 1, done('{"old":1}'))
      expect(await bench.store.claim(NEW)).toMatchObject({ id: 'b', status: 'done', reusedFrom: 'a' })
    })

    it('runs under the address of the code that there is where it is told to', async () => {
      await enqueue('a')
      expect(await bench.store.readdress('a', { address: 'new-address', spec: specFor('new') })).toBeNull()
      expect(await bench.store.claim(NEW)).toBeNull()
      const moved = await bench.store.readdress('a', { address: 'new-address', spec: specFor('new') })
      expect(moved).toMatchObject({ id: 'a', status: 'queued', address: 'new-address', waiting: null })
      expect(await bench.store.claim(OLD)).toBeNull()
      expect(await bench.store.claim(NEW)).toMatchObject({ id: 'a', spec: specFor('new'), attempts: 1 })
    })

    it('can be cancelled while it waits', async () => {
      await enqueue('a')
      await bench.store.claim(NEW)
      expect(await bench.store.cancel('a')).toMatchObject({ status: 'cancelled', waiting: null })
      expect(await bench.store.claim(OLD)).toBeNull()
      expect(await bench.store.waiting(10)).toEqual([])
    })
  })

  describe('a damaged result', () => {
    const small = '{"small":1}'
    const large = JSON.stringify({ large: 'x'.repeat(100_000) })

    it.each(['flip', 'empty'] as const)('is never returned, and forgotten when told to: %s', async (damage) => {
      const texts = { a: small, b: large }
      for (const [id, text] of Object.entries(texts)) {
        await bench.store.enqueue(newJob(id))
        await bench.store.claim()
        await bench.store.finish(id, 1, done(text))
        expect(await textOf(bench.store, id)).toBe(text)
      }
      await bench.harness.damageResults(damage)
      for (const id of Object.keys(texts)) {
        await expect(bench.store.result(id)).rejects.toMatchObject({ code: 'result_damaged' })
        const sha256 = (await bench.store.get(id))?.resultSha256 ?? ''
        expect(await bench.store.discardResult(sha256)).toBe(true)
        expect(await bench.store.discardResult(sha256)).toBe(false)
        expect(await bench.store.result(id)).toBeNull()
        expect(await bench.store.enqueue(newJob(`${id}2`, { address: `address-of-${id}` })), id).toMatchObject({
          status: 'queued',
        })
      }
    })

    it('is back for every job that has it once the same bytes are stored again', async () => {
      const same = (id: string) => newJob(id, { address: 'same' })
      await bench.store.enqueue(same('a'))
      await bench.store.claim()
      const { resultSha256 } = (await bench.store.finish('a', 1, done(small))) ?? {}
      await bench.store.discardResult(resultSha256 ?? '')
      await bench.store.enqueue(same('b'))
      await bench.store.claim()
      await bench.store.finish('b', 1, done(small))
      expect(await textOf(bench.store, 'a')).toBe(small)
    })

    it('is found by looking at all results one after the other', async () => {
      expect(await bench.store.nextResult('')).toBeNull()
      for (const id of ['a', 'b']) {
        await bench.store.enqueue(newJob(id))
        await bench.store.claim()
        await bench.store.finish(id, 1, done(JSON.stringify({ id })))
      }
      const found: string[] = []
      for (
        let next = await bench.store.nextResult('');
        next !== null;
        next = await bench.store.nextResult(next.sha256)
      ) {
        expect(next.sha256).toBe(next.job.resultSha256)
        found.push(next.job.id)
      }
      expect(found.sort()).toEqual(['a', 'b'])
    })
  })
}
