import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openAuditLog, queryAudit } from '@tezgah/audit/node'
import { openSqliteJobStore } from '@tezgah/runner'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { finishEvent } from '../../src/audit/job-records.ts'
import { reconcile } from '../../src/audit/reconcile.ts'

let folder: string
let auditFile: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tezgah-reconcile-'))
  auditFile = path.join(folder, 'audit.log')
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const begun = (id: string) => ({ actor: 'x', action: 'backtest.start', subject: id, outcome: 'unknown' }) as const

const openBoth = async () => {
  const store = openSqliteJobStore({ path: path.join(folder, 'jobs.db') })
  const audit = await openAuditLog({ path: auditFile })
  const close = async () => {
    await audit.close()
    await store.close()
  }
  return { store, audit, close }
}

it('does not record an end again that was recorded just before the process died', async () => {
  const { store, audit, close } = await openBoth()
  for (const id of ['recorded', 'not-recorded']) {
    await audit.append(begun(id))
    await store.enqueue({ id, address: id, spec: { datasets: [] } as never })
    await store.claim()
    const error = { code: 'strategy_failed', message: 'backtest.finish', field: null }
    const job = await store.finish(id, 1, { status: 'failed', error, runMs: 1 })
    if (id === 'recorded' && job !== null) await audit.append(finishEvent(job))
  }
  await audit.append({ actor: 'x', action: 'about backtest.finish', subject: 'not-recorded', outcome: 'success' })
  await reconcile(store, audit, auditFile)
  expect((await store.unacknowledged(10)).map(({ id }) => id)).toEqual(['not-recorded'])
  await close()
})

it('says once of a start that never reached the store that it came to nothing', async () => {
  const { store, audit, close } = await openBoth()
  await audit.append(begun('lost'))
  await audit.append(begun('refused'))
  await audit.append({ ...begun('refused'), outcome: 'failure' })
  await audit.append(begun('stored'))
  await store.enqueue({ id: 'stored', address: 'stored', spec: { datasets: [] } as never })
  await reconcile(store, audit, auditFile)
  await reconcile(store, audit, auditFile)
  const { records } = await queryAudit(auditFile, { outcome: 'failure' })
  expect(records.map(({ subject, details }) => [subject, details['reason'] ?? null])).toEqual([
    ['refused', null],
    ['lost', 'interrupted'],
  ])
  await close()
})
