import { expect, it } from 'vitest'
import type { AuditTrail } from '../src/ports.ts'
import { timedAudit } from '../src/timed-audit.ts'

const event = { actor: 'a', action: 'b', subject: 'c', outcome: 'success' } as const

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
  const audit = timedAudit(log, metrics, { now: () => clock.now, monotonicNow: () => clock.now })
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
