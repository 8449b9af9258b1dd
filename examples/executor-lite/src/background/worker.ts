import { parentPort } from 'node:worker_threads'
import { queryAudit, verifyAuditFolder } from '@tezgah/audit/node'
import { tradesCsv } from '@tezgah/backtest'
import { proveGrowth, proveRecord } from './audit-proofs.ts'
import { NotReproducible, rerun } from './rerun.ts'
import type { AuditPageQuery, BackgroundTask, TaskResult } from './tasks.ts'

parentPort?.on('message', (task: BackgroundTask) => {
  void answer(task).then((reply) => {
    parentPort?.postMessage(reply, reply.type === 'done' ? [reply.bytes.buffer] : [])
  })
})

async function answer(task: BackgroundTask): Promise<TaskResult> {
  try {
    return { type: 'done', bytes: new Uint8Array(new TextEncoder().encode(await textOf(task))) }
  } catch (error) {
    if (error instanceof NotReproducible) return { type: 'refused', message: error.message }
    // Not caught: the thread ends, and the task is reported as failed.
    throw error
  }
}

async function textOf(task: BackgroundTask): Promise<string> {
  switch (task.type) {
    case 'trades':
      return tradesCsv(JSON.parse(new TextDecoder().decode(task.result)).trades)
    case 'statistics':
      return JSON.stringify(await rerun(task))
    case 'audit-page':
      return JSON.stringify(await auditPage(task.log, task.query))
    case 'audit-verify':
      return JSON.stringify(await verifyAuditFolder(task.log, { keys: task.keys, witnessed: task.witnessed }))
    case 'audit-inclusion':
      return JSON.stringify(await proveRecord(task.log, task.seq, task.size))
    case 'audit-consistency':
      return JSON.stringify(await proveGrowth(task.log, task.from, task.to))
  }
}

async function auditPage(log: string, query: AuditPageQuery): Promise<unknown> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  const { records, next } = await queryAudit(log, given)
  return { records, nextCursor: next === null ? null : String(next) }
}
