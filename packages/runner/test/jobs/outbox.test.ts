import { expect, it } from 'vitest'
import type { Job, JobStore } from '../../src/index.ts'
import { Outbox } from '../../src/jobs/outbox.ts'

it('skips more and more polls while the receiver fails, and none once it works again', async () => {
  const waiting = [{ id: 'a' } as Job]
  const store: Pick<JobStore, 'unacknowledged' | 'acknowledge'> = {
    unacknowledged: async () => [...waiting],
    acknowledge: async (id) => void waiting.splice(0, waiting.length, ...waiting.filter((job) => job.id !== id)),
  }
  let isDown = true
  const received: string[] = []
  const receive = async ({ id }: Job) => {
    received.push(id)
    if (isDown) throw new Error('down')
  }
  const outbox = new Outbox(store as JobStore, receive, () => {})
  const poll = async (times: number) => {
    for (let n = 0; n < times; n++) {
      outbox.poll()
      await new Promise(setImmediate)
    }
    return received.splice(0)
  }
  expect(await poll(1 + 2 + 3), 'skips 1, then 2').toEqual(['a', 'a', 'a'])
  expect(await poll(1_000)).toHaveLength(3 + Math.floor((1_000 - (4 + 9 + 17 + 33)) / 65) + 1)
  isDown = false
  await outbox.deliver()
  waiting.push({ id: 'b' } as Job)
  received.splice(0)
  expect(await poll(1)).toEqual(['b'])
})
