import { KeyedSerialQueue, SerialQueue } from '@tezgah/core/serial-queue'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

describe('SerialQueue', () => {
  it('runs one at a time in the order of the calls, however long each takes and however it ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ ms: fc.integer({ min: 0, max: 3 }), fails: fc.boolean() })),
        async (works) => {
          const queue = new SerialQueue()
          const log: string[] = []
          const results = works.map(({ fails, ms }, index) =>
            queue.run(async () => {
              log.push(`start ${index}`)
              await pause(ms)
              log.push(`end ${index}`)
              if (fails) throw new Error(String(index))
              return index
            }),
          )
          expect(queue.size).toBe(works.length)
          const settled = await Promise.allSettled(results)
          expect(settled.map(({ status }) => status)).toEqual(
            works.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
          )
          expect(log).toEqual(works.flatMap((_, index) => [`start ${index}`, `end ${index}`]))
          await queue.onIdle()
          expect(queue.size).toBe(0)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('takes work that is synchronous, and what it throws', async () => {
    const queue = new SerialQueue()
    expect(await queue.run(() => 5)).toBe(5)
    await expect(
      queue.run(() => {
        throw new Error('broken')
      }),
    ).rejects.toThrow('broken')
    expect(await queue.run(() => undefined)).toBeUndefined()
  })
})

describe('KeyedSerialQueue', () => {
  it('keeps the order of one key, does not make another wait, and forgets keys that are done', async () => {
    const queue = new KeyedSerialQueue()
    const log: string[] = []
    const slow = queue.run('a', async () => {
      await pause(20)
      log.push('a1')
    })
    const failing = queue.run('a', () => Promise.reject(new Error('broken')))
    const next = queue.run('a', () => log.push('a2'))
    const other = queue.run('b', () => log.push('b1'))
    expect(queue.size).toBe(2)
    await expect(failing).rejects.toThrow('broken')
    await Promise.all([slow, next, other])
    expect(log).toEqual(['b1', 'a1', 'a2'])
    expect(queue.size).toBe(0)
  })

  it('keeps the order for a key that is used again while its last work ends', async () => {
    const queue = new KeyedSerialQueue()
    const log: number[] = []
    const first = queue.run('a', () => log.push(1))
    const second = first.then(() => queue.run('a', () => log.push(2)))
    await queue.run('a', () => log.push(3))
    await second
    expect(log).toEqual([1, 3, 2])
  })
})
