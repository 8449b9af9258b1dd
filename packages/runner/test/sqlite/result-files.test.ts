import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type JobStore, openSqliteJobStore, type StoreLimits } from '../../src/index.ts'
import { FILE_FROM_BYTES } from '../../src/sqlite/sqlite-job-store.ts'
import { done, newJob, textOf } from '../contract/store-harness.ts'

const large = (name: string) => name.repeat(FILE_FROM_BYTES)

describe.each([{ thread: false }, { thread: true }])('large results (thread: $thread)', ({ thread }) => {
  let folder: string
  let store: JobStore
  const open = (limits: Partial<StoreLimits> = {}) =>
    openSqliteJobStore({ path: path.join(folder, 'jobs.db'), limits, thread })
  const files = () => readdir(path.join(folder, 'jobs.db-results'))
  const finish = async (id: string, text: string) => {
    await store.enqueue(newJob(id))
    await store.claim()
    return store.finish(id, 1, done(text))
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tezgah-results-'))
    store = open()
  })
  afterEach(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('are files, with the digest that small ones have, and survive a restart', async () => {
    await finish('small', 'x'.repeat(FILE_FROM_BYTES - 1))
    expect(await files()).toEqual([])
    expect(await finish('a', large('a'))).toMatchObject({
      resultSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      resultBytes: FILE_FROM_BYTES,
    })
    expect(await files()).toHaveLength(1)
    await store.close()
    store = open()
    expect(await textOf(store, 'a')).toBe(large('a'))
  })

  it('are kept once where they are equal', async () => {
    await finish('a', large('a'))
    await finish('b', large('a'))
    await vi.waitFor(async () => expect(await files()).toHaveLength(1))
    expect(await textOf(store, 'b')).toBe(large('a'))
    expect(await textOf(store, 'a')).toBe(large('a'))
  })

  it('leave no file behind when they are dropped', async () => {
    await store.close()
    store = open({ maxResults: 1 })
    await finish('a', large('a'))
    await finish('b', large('b'))
    await vi.waitFor(async () => expect(await files()).toHaveLength(1))
    expect(await textOf(store, 'a')).toBeNull()
    expect(await textOf(store, 'b')).toBe(large('b'))
  })

  it('leave no file behind when their job is forgotten', async () => {
    await store.close()
    store = open({ maxFinished: 1 })
    await finish('a', large('a'))
    await store.acknowledge('a')
    await finish('b', large('b'))
    await vi.waitFor(async () => expect(await files()).toHaveLength(1))
    expect(await textOf(store, 'b')).toBe(large('b'))
  })

  it('of an attempt that is not the current one any more come to nothing', async () => {
    await store.enqueue(newJob('a'))
    await store.claim()
    expect(await store.finish('a', 2, done(large('a')))).toBeNull()
    await vi.waitFor(async () => expect(await files()).toEqual([]))
  })

  it('of a process that died before its commit are removed when the store is opened, and nothing else is', async () => {
    await finish('a', large('a'))
    await store.close()
    const [kept] = await files()
    await writeFile(path.join(folder, 'jobs.db-results', `${crypto.randomUUID()}.json`), 'half a resul')
    await writeFile(path.join(folder, 'jobs.db-results', 'notes.txt'), 'of somebody else')
    store = open()
    expect((await files()).sort()).toEqual([kept, 'notes.txt'].sort())
    expect(await textOf(store, 'a')).toBe(large('a'))
  })

  it('that were cut or removed by somebody else are no result', async () => {
    await finish('a', large('a'))
    const [file = ''] = await files()
    await truncate(path.join(folder, 'jobs.db-results', file), 10)
    await expect(store.result('a')).rejects.toMatchObject({
      code: 'result_damaged',
      message: expect.stringContaining('do not have the sha256'),
    })
    await rm(path.join(folder, 'jobs.db-results', file))
    await expect(store.result('a')).rejects.toMatchObject({ code: 'result_damaged' })
  })

  it('that cannot be written say so, and their job can still be finished', async () => {
    await rm(path.join(folder, 'jobs.db-results'), { recursive: true })
    await expect(finish('a', large('a'))).rejects.toMatchObject({ code: 'store_failed' })
    expect(await store.get('a')).toMatchObject({ status: 'running' })
    expect(await store.finish('a', 1, done('{}'))).toMatchObject({ status: 'done' })
  })
})
