import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { GroupCommit } from '../../src/sqlite/sqlite-store.ts'

describe('GroupCommit', () => {
  let database: DatabaseSync
  let commits: GroupCommit
  let statements: string[]

  beforeEach(() => {
    database = new DatabaseSync(':memory:')
    database.exec('CREATE TABLE t (x INTEGER UNIQUE)')
    statements = []
    const exec = database.exec.bind(database)
    database.exec = (sql) => {
      statements.push(sql)
      exec(sql)
    }
    commits = new GroupCommit(database)
  })

  const insert = (x: number) => database.prepare('INSERT INTO t VALUES (?)').run(x)
  const rows = () =>
    database
      .prepare('SELECT x FROM t ORDER BY x')
      .all()
      .map((row) => row['x'])
  const count = (sql: string) => statements.filter((one) => one === sql).length

  it('shares one commit among writes of the same turn', async () => {
    expect(await Promise.all([1, 2, 3].map((x) => commits.run(() => insert(x).changes)))).toEqual([1, 1, 1])
    expect([count('BEGIN IMMEDIATE'), count('COMMIT')]).toEqual([1, 1])
    expect(rows()).toEqual([1, 2, 3])
  })

  it('settles nothing before the commit', async () => {
    let settled = false
    const write = commits
      .run(() => insert(1))
      .then(() => {
        settled = true
      })
    await Promise.resolve()
    expect([settled, rows()]).toEqual([false, []])
    await write
    expect(statements.at(-1)).toBe('COMMIT')
  })

  it('takes back what a failing write did, and nothing else', async () => {
    const failing = commits.run(() => {
      insert(2)
      throw new Error('no')
    })
    const [one, two, three] = await Promise.allSettled([
      commits.run(() => insert(1)),
      failing,
      commits.run(() => insert(3)),
    ])
    expect([one.status, two.status, three.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(rows()).toEqual([1, 3])
  })

  it('rejects every write of a commit that fails, and works again after', async () => {
    const exec = database.exec
    database.exec = (sql) => {
      if (sql === 'COMMIT') throw new Error('the disk is full')
      exec(sql)
    }
    const answers = await Promise.allSettled([commits.run(() => insert(1)), commits.run(() => insert(2))])
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 'rejected',
        reason: { code: 'store_failed', message: /the disk is full/ },
      })
    }
    database.exec = exec
    expect(rows()).toEqual([])
    await commits.run(() => insert(1))
    expect(rows()).toEqual([1])
  })

  it('splits what is too much for one transaction', async () => {
    await Promise.all(Array.from({ length: 600 }, (_, x) => commits.run(() => insert(x))))
    expect(count('COMMIT')).toBe(3)
    expect(rows()).toHaveLength(600)
  })

  it('commits at once when told to', () => {
    void commits.run(() => insert(1))
    commits.flush()
    expect(rows()).toEqual([1])
  })
})
