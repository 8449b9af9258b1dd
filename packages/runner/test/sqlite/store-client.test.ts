import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { DEFAULT_STORE_LIMITS } from '../../src/index.ts'
import { EngineThread } from '../../src/sqlite/store-client.ts'
import { newJob } from '../contract/store-harness.ts'

it('leaves nobody waiting when its thread has ended', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-thread-'))
  const options = { path: path.join(folder, 'jobs.db'), limits: DEFAULT_STORE_LIMITS, lockWaitMs: 10 }
  const thread = new EngineThread(options, { now: () => 1, monotonicNow: () => 1 })
  const asked = thread.perform('enqueue', [newJob('a')])
  const closed = thread.close()
  const tooLate = [expect(thread.perform('get', ['a'])).rejects.toMatchObject({ code: 'closed' })]
  tooLate.push(expect(thread.perform('claim', [])).rejects.toBeDefined())
  await expect(asked).resolves.toMatchObject({ id: 'a', status: 'queued' })
  await closed
  await Promise.all(tooLate)
  await expect(thread.perform('get', ['a'])).rejects.toMatchObject({ code: 'store_failed' })
  await rm(folder, { recursive: true })
})
