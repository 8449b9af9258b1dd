import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteJobStore } from '../../src/index.ts'
import { describeJobStore } from '../contract/job-store-contract.ts'
import { newJob, textOf } from '../contract/store-harness.ts'
import { sqliteHarness } from '../fixtures/sqlite-harness.ts'

/** Why it cannot be tested, as a text; or `null`. It is a native module, which not every machine can build or fetch. */
function loadBetterSqlite(): string | null {
  try {
    const BetterSqlite = createRequire(import.meta.url)('better-sqlite3')
    new BetterSqlite(':memory:').close()
    return null
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n', 1)
    console.warn(`skipped, because better-sqlite3 is not here: ${reason}`)
    return `no better-sqlite3: ${reason}; npm install --no-save better-sqlite3 brings it`
  }
}

describe.each([{ thread: false }, { thread: true }])('$thread', ({ thread }) => {
  const betterSqlite = loadBetterSqlite()
  if (betterSqlite === null)
    describeJobStore(`better-sqlite3 (${thread})`, () => sqliteHarness(thread, 'better-sqlite3'))
  else it('better-sqlite3', ({ skip }) => skip(betterSqlite))
  describeJobStore(thread ? 'node:sqlite in a thread' : 'node:sqlite', () => sqliteHarness(thread))
})

describe('openSqliteJobStore', () => {
  let folder: string
  let file: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tezgah-store-'))
    file = path.join(folder, 'deep', 'jobs.db')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('refuses a second owner of the same file until the first has closed', async () => {
    const first = openSqliteJobStore({ path: file })
    expect(() => openSqliteJobStore({ path: file, lockWaitMs: 10 })).toThrow(
      expect.objectContaining({ code: 'store_locked' }),
    )
    await first.close()
    await openSqliteJobStore({ path: file, lockWaitMs: 10 }).close()
  })

  it('syncs the write-ahead log at every commit', async () => {
    const store = openSqliteJobStore({ path: file })
    await store.enqueue(newJob('a'))
    const reader = new DatabaseSync(file)
    expect(reader.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(reader.prepare('SELECT id FROM jobs').all(), 'readable beside the running store').toEqual([{ id: 'a' }])
    reader.close()
    await store.close()
  })

  it('says what is wrong with a file that is not a database', async () => {
    const other = path.join(folder, 'notes.txt')
    await writeFile(
      other,
      'not a database, but long enough to be read as the header of one, which it is not either.'.repeat(20),
    )
    expect(() => openSqliteJobStore({ path: other })).toThrow(
      /cannot open the job store .*notes\.txt: .*not a database/,
    )
  })

  it('refuses a database of a later release', async () => {
    await openSqliteJobStore({ path: file }).close()
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => openSqliteJobStore({ path: file })).toThrow(/schema version 99, this release knows up to 4/)
  })

  it.each([true, false])('puts the jobs of a dead process back in the queue at once (thread: %s)', async (thread) => {
    const options = { path: file, thread, limits: { maxInterruptions: 2 } }
    const claimAndDie = async () => {
      const store = openSqliteJobStore(options)
      const claimed = await store.claim()
      await store.close()
      return claimed
    }
    const first = openSqliteJobStore(options)
    await first.enqueue(newJob('a'))
    await first.close()
    expect(await claimAndDie()).toMatchObject({ id: 'a', attempts: 1 })
    expect(await claimAndDie(), 'its place in the line is the first').toMatchObject({ id: 'a', attempts: 2 })
    const last = openSqliteJobStore(options)
    expect(await last.get('a')).toMatchObject({ status: 'failed', error: { code: 'interrupted' } })
    await last.close()
  })

  it('brings the jobs and results of the first release along', async () => {
    await mkdir(path.dirname(file))
    const database = new DatabaseSync(file)
    database.exec(await readFile(new URL('../fixtures/jobs-v1.sql', import.meta.url), 'utf8'))
    database.close()
    const store = openSqliteJobStore({ path: file })
    expect((await store.list()).jobs.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'c queued',
      'b done',
      'a done',
    ])
    expect(await textOf(store, 'a')).toBe('{"equal":1}')
    expect(await textOf(store, 'b')).toBe('{"equal":1}')
    expect(await store.get('c')).toMatchObject({
      client: 'anonymous',
      priority: 'normal',
      fresh: false,
      reusedFrom: null,
    })
    expect(await store.claim()).toMatchObject({ id: 'c', attempts: 1 })
    await store.close()
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses %s as a limit', (value) => {
    expect(() => openSqliteJobStore({ path: file, limits: { maxResults: value } })).toThrow(
      /limits\.maxResults must be/,
    )
  })
})
