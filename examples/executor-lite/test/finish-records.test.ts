import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openAuditLog } from '@tezgah/audit/node'
import { openSqliteJobStore } from '@tezgah/runner'
import { expect, it } from 'vitest'
import { acknowledgeRecorded, finishEvent } from '../src/finish-records.ts'

it('does not record an end again that was recorded just before the process died', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-finish-'))
  const auditFile = path.join(folder, 'audit.log')
  const store = openSqliteJobStore({ path: path.join(folder, 'jobs.db') })
  const audit = await openAuditLog({ path: auditFile })
  for (const id of ['recorded', 'not recorded']) {
    await store.enqueue({ id, address: id, spec: { datasets: [] } as never })
    await store.claim()
    const error = { code: 'strategy_failed', message: 'backtest.finish', field: null }
    const job = await store.finish(id, 1, { status: 'failed', error, runMs: 1 })
    if (id === 'recorded' && job !== null) await audit.append(finishEvent(job))
  }
  await audit.append({ actor: 'x', action: 'about backtest.finish', subject: 'not recorded', outcome: 'success' })
  await acknowledgeRecorded(store, auditFile)
  expect((await store.unacknowledged(10)).map(({ id }) => id)).toEqual(['not recorded'])
  await audit.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})
