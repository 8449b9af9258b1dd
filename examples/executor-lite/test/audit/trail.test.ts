import { expect, it } from 'vitest'
import type { AuditTrail } from '../../src/audit/trail.ts'
import { meteredTrail, observableTrail } from '../../src/audit/trail.ts'

const event = { actor: 'a', action: 'b', subject: 'c', outcome: 'success' } as const

it('tells a record once it is durable, as the log has it, and none that was refused', async () => {
  const waiting: { write: (record: unknown) => void; refuse: (error: Error) => void }[] = []
  const append = () => new Promise<unknown>((write, refuse) => waiting.push({ write, refuse }))
  const log: AuditTrail = { append, state: { status: 'open' } }
  const audit = observableTrail(log)
  const received: unknown[] = []
  const off = audit.onRecord((record) => received.push(record))
  const [first, second] = [audit.append(event), audit.append(event)]
  await Promise.resolve()
  expect(received, 'nothing is durable yet').toEqual([])
  const record = { seq: 0, hash: 'h', details: { customer: 'sealed' } }
  waiting[0]?.write(record)
  waiting[1]?.refuse(new Error('the disk is full'))
  expect(await first).toBe(record)
  await expect(second).rejects.toThrow('the disk is full')
  expect(received).toEqual([record])
  off()
  const third = audit.append(event)
  waiting[2]?.write(record)
  await third
  expect(received).toHaveLength(1)
})

it('tells since when the oldest record waits, and how long each took that was written', async () => {
  const waiting: { write: () => void; refuse: (error: Error) => void }[] = []
  const append = () => new Promise<void>((write, refuse) => waiting.push({ write, refuse }))
  const log: AuditTrail = { append, state: { status: 'open' } }
  const [pending, took]: [(number | null)[], number[]] = [[], []]
  const metrics = {
    setAuditPending: (at: number | null) => pending.push(at),
    auditAppended: (seconds: number) => took.push(seconds),
  }
  const clock = { now: 1_000 }
  const audit = meteredTrail(log, metrics, { now: () => clock.now, monotonicNow: () => clock.now })
  const first = audit.append(event)
  clock.now = 1_500
  const second = audit.append(event)
  expect(pending).toEqual([1_000, 1_000])
  waiting[0]?.refuse(new Error('the disk is full'))
  await expect(first).rejects.toThrow('the disk is full')
  expect([pending.at(-1), took]).toEqual([1_500, []])
  clock.now = 2_000
  waiting[1]?.write()
  await second
  expect([pending.at(-1), took]).toEqual([null, [0.5]])
})
