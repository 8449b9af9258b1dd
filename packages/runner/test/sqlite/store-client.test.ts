import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { DEFAULT_STORE_LIMITS } from '../../src/index.ts'
import { StoreClient } from '../../src/sqlite/store-client.ts'
import { newJob } from '../contract/store-harness.ts'

/** A silent port delivers nothing by itself: replies stay in it until they are read, as they do while the event loop is busy. */
const port = vi.hoisted(() => ({ isSilent: false }))
vi.mock('node:worker_threads', async (original) => {
  const actual = await original<typeof import('node:worker_threads')>()
  class MessageChannel extends actual.MessageChannel {
    constructor() {
      super()
      if (port.isSilent) Object.assign(this.port1, { on: () => this.port1 })
    }
  }
  return { ...actual, MessageChannel }
})
afterEach(() => {
  port.isSilent = false
})

const withClient = async (run: (client: StoreClient) => Promise<void>) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-thread-'))
  const options = { path: path.join(folder, 'jobs.db'), limits: DEFAULT_STORE_LIMITS, lockWaitMs: 10 }
  try {
    await run(new StoreClient(options, { now: () => 1, monotonic: () => 1 }))
  } finally {
    await rm(folder, { recursive: true })
  }
}

it('leaves no request pending when its thread has ended', async () => {
  await withClient(async (client) => {
    const requested = client.perform('enqueue', [newJob('a')])
    const closed = client.close()
    const tooLate = [expect(client.perform('get', ['a'])).rejects.toMatchObject({ code: 'closed' })]
    tooLate.push(expect(client.perform('claim', [])).rejects.toMatchObject({ code: 'store_failed', inDoubt: true }))
    await expect(requested).resolves.toMatchObject({ id: 'a', status: 'queued' })
    await closed
    await Promise.all(tooLate)
    await expect(client.perform('get', ['a'])).rejects.toMatchObject({ code: 'store_failed', inDoubt: false })
  })
})

it('a committed job is not reported as failed when the exit of the thread is noticed before its reply', async () => {
  port.isSilent = true
  await withClient(async (client) => {
    const requested = client.perform('enqueue', [newJob('a')])
    const closed = client.close()
    await expect(requested).resolves.toMatchObject({ id: 'a', status: 'queued' })
    await closed
  })
})
