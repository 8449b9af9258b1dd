import { expect, it } from 'vitest'
import { liveAudit } from '../src/live-audit.ts'
import type { AuditTrail } from '../src/ports.ts'

const event = { actor: 'a', action: 'b', subject: 'c', outcome: 'success' } as const

it('tells a record once it is durable, as the log has it, and none that was refused', async () => {
  const waiting: { write: (record: unknown) => void; refuse: (error: Error) => void }[] = []
  const append = () => new Promise<unknown>((write, refuse) => waiting.push({ write, refuse }))
  const log: AuditTrail = { append, state: { status: 'open' } }
  const audit = liveAudit(log)
  const told: unknown[] = []
  const off = audit.onRecord((record) => told.push(record))
  const [first, second] = [audit.append(event), audit.append(event)]
  await Promise.resolve()
  expect(told, 'nothing is durable yet').toEqual([])
  const record = { seq: 0, hash: 'h', details: { customer: 'sealed' } }
  waiting[0]?.write(record)
  waiting[1]?.refuse(new Error('the disk is full'))
  expect(await first).toBe(record)
  await expect(second).rejects.toThrow('the disk is full')
  expect(told).toEqual([record])
  off()
  const third = audit.append(event)
  waiting[2]?.write(record)
  await third
  expect(told).toHaveLength(1)
})
