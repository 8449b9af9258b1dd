import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { done, newJob, textOf } from '../contract/store-harness.ts'
import { sqliteHarness } from '../fixtures/sqlite-harness.ts'

const WORKER = fileURLToPath(new URL('../fixtures/stoppable-worker.ts', import.meta.url))
const LEASE_MS = 1_000

/** Waits until the kernel says that every thread of the process stands still. */
const untilStopped = async (pid: number) => {
  while (!/^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await new Promise(setImmediate)
}
const message = async (worker: ChildProcess, type: string): Promise<{ readonly attempt: number }> => {
  for (;;) {
    const [said] = await once(worker, 'message')
    if (said.type === type) return said
  }
}

it.runIf(process.platform === 'linux')(
  'a worker that was stopped and wakes late commits nothing',
  {
    timeout: 60_000,
  },
  async () => {
    const harness = await sqliteHarness(true)
    const store = await harness.open({ leaseMs: LEASE_MS })
    const worker = fork(WORKER)
    const pid = worker.pid ?? 0
    try {
      await store.enqueue(newJob('a'))
      await store.claim()
      for (let beat = 0; beat < 3; beat++) {
        await message(worker, 'beat')
        await harness.advance(LEASE_MS * 0.8)
        expect(await store.heartbeat([{ id: 'a', attempt: 1 }])).toEqual([])
        expect(await store.reclaim(), 'it lives').toEqual([])
      }
      process.kill(pid, 'SIGSTOP')
      await untilStopped(pid)
      // It is about to give in its result, and does not get to.
      worker.send({ type: 'finish', attempt: 1 })
      await harness.advance(LEASE_MS + 1)
      expect(await store.reclaim()).toMatchObject([{ id: 'a', status: 'queued' }])
      expect(await store.claim()).toMatchObject({ attempts: 2 })

      const late = message(worker, 'result')
      process.kill(pid, 'SIGCONT')
      const { attempt } = await late
      expect(await store.finish('a', attempt, done('late')), 'while the second attempt runs').toBeNull()
      expect(await store.finish('a', 2, done('right'))).toMatchObject({ status: 'done', attempts: 2 })
      expect(await store.finish('a', attempt, done('later')), 'after the second attempt').toBeNull()
      expect(await textOf(store, 'a')).toBe('right')
    } finally {
      worker.kill('SIGKILL')
      await store.close()
      await harness.cleanUp()
    }
  },
)
