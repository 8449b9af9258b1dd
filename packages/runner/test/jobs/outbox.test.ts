import { expect, it } from 'vitest'
import type { Job, JobStore } from '../../src/index.ts'
import { Announcer } from '../../src/jobs/outbox.ts'

it('is quiet at more and more looks while the receiver fails, and at none once it works again', async () => {
  const waiting = [{ id: 'a' } as Job]
  const store: Pick<JobStore, 'unacknowledged' | 'acknowledge'> = {
    unacknowledged: async () => [...waiting],
    acknowledge: async (id) => void waiting.splice(0, waiting.length, ...waiting.filter((job) => job.id !== id)),
  }
  let isDown = true
  const told: string[] = []
  const receive = async ({ id }: Job) => {
    told.push(id)
    if (isDown) throw new Error('down')
  }
  const announcer = new Announcer(store as JobStore, receive, () => {})
  const look = async (times: number) => {
    for (let n = 0; n < times; n++) {
      announcer.look()
      await new Promise(setImmediate)
    }
    return told.splice(0)
  }
  expect(await look(1 + 2 + 3), 'skips 1, then 2').toEqual(['a', 'a', 'a'])
  expect(await look(1_000)).toHaveLength(3 + Math.floor((1_000 - (4 + 9 + 17 + 33)) / 65) + 1)
  isDown = false
  await announcer.announce()
  waiting.push({ id: 'b' } as Job)
  told.splice(0)
  expect(await look(1)).toEqual(['b'])
})
