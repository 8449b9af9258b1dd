import { initialiseTradingState, openTradingState } from '@tezgah/guardrails/node'
import { expect, it } from 'vitest'
import { ayse, burak } from '../people.ts'
import { MemoryFileSystem } from './memory-file-system.ts'

const file = '/state/trading.json'
const start = { actor: ayse, reason: 'start', now: 0 }
const ask = { type: 'requestRearm', id: 'r1', to: 'active', actor: ayse, reason: 'all is well', expiresAt: 10 } as const
const approve = { type: 'approveRearm', id: 'r1', actor: burak } as const
const halt = { to: 'halted', actor: burak, reason: 'odd fills' } as const

async function active(): Promise<{
  fileSystem: MemoryFileSystem
  store: Awaited<ReturnType<typeof openTradingState>>
}> {
  const fileSystem = new MemoryFileSystem()
  await initialiseTradingState({ path: file, fileSystem }, start)
  const store = await openTradingState({ path: file, fileSystem })
  await store.rearm(ask, 1)
  await store.rearm(approve, 1)
  expect(store.mode).toBe('active')
  return { fileSystem, store }
}

it('keeps the mode from one opening to the next', async () => {
  const { fileSystem, store } = await active()
  expect((await openTradingState({ path: file, fileSystem })).mode).toBe('active')
  await store.trip(halt, 2)
  expect((await openTradingState({ path: file, fileSystem })).state).toEqual(store.state)
})

it('shows a trip at once when the disk never answers', async () => {
  const { fileSystem, store } = await active()
  const order: string[] = []
  fileSystem.before = (operation) =>
    operation === 'sync' ? new Promise(() => order.push('the disk hangs')) : undefined
  store.trip({ ...halt, to: 'reducing' }, 2).then(() => order.push('acknowledged'))
  order.push(store.mode)
  // The queue hangs by now; the second trip gets through all the same.
  while (!order.includes('the disk hangs')) await Promise.resolve()
  store.trip(halt, 3).then(() => order.push('acknowledged'))
  order.push(store.mode)
  for (let turn = 0; turn < 100; turn++) await Promise.resolve()
  expect(order).toEqual(['reducing', 'the disk hangs', 'halted'])
})

it('is no better before the approval is on the disk, and a trip meanwhile wins', async () => {
  const fileSystem = new MemoryFileSystem()
  await initialiseTradingState({ path: file, fileSystem }, start)
  const store = await openTradingState({ path: file, fileSystem })
  await store.rearm(ask, 1)
  const modes: string[] = []
  let tripped: Promise<unknown> = Promise.resolve()
  fileSystem.before = (operation) => {
    modes.push(store.mode)
    if (operation === 'syncFolder' && modes.length < 10) tripped = store.trip(halt, 2)
  }
  expect((await store.rearm(approve, 1)).refused?.code).toBe('not_found')
  await tripped
  expect(new Set(modes)).toEqual(new Set(['halted']))
  expect(store.mode).toBe('halted')
  expect((await openTradingState({ path: file, fileSystem })).mode).toBe('halted')
})

it('is halted where the file is missing, changed anywhere, cut, of another kind, or cannot be read or written', async () => {
  const { fileSystem } = await active()
  const good = Buffer.from(fileSystem.bytesOf(file))
  const reopened = async (change: (disk: MemoryFileSystem) => void) => {
    const disk = new MemoryFileSystem()
    disk.put(file, good)
    change(disk)
    const store = await openTradingState({ path: file, fileSystem: disk })
    if (store.failure !== null) {
      expect(store.mode).toBe('halted')
      await expect(store.rearm(ask, 1)).rejects.toThrow(store.failure)
      expect(store.mode).toBe('halted')
    }
    return store.failure?.code
  }
  expect(await reopened(() => undefined)).toBeUndefined()
  for (let at = 0; at < good.length; at++) {
    const flipped = Buffer.from(good)
    flipped[at]! ^= 1
    expect(await reopened((disk) => disk.put(file, flipped)), `byte ${at}`).toBe('corrupt')
    expect(await reopened((disk) => disk.put(file, good.subarray(0, at))), `cut to ${at}`).toBe('corrupt')
  }
  const failing = (name: string) => (disk: MemoryFileSystem) => {
    disk.before = (operation) => {
      if (operation === name) throw new Error(`EIO: ${name}`)
    }
  }
  for (const name of ['read', 'create', 'write', 'sync', 'close', 'rename', 'syncFolder'])
    expect(await reopened(failing(name)), name).toBe('storage')
  expect((await openTradingState({ path: file, fileSystem: new MemoryFileSystem() })).failure?.code).toBe('missing')
  await expect(initialiseTradingState({ path: file, fileSystem }, start)).rejects.toMatchObject({ code: 'exists' })
})

it('is halted for good once a state cannot be kept', async () => {
  const { fileSystem, store } = await active()
  fileSystem.before = () => {
    throw new Error('EIO')
  }
  await expect(store.trip({ ...halt, to: 'reducing' }, 2)).rejects.toMatchObject({ code: 'storage' })
  fileSystem.before = () => undefined
  expect(store.mode).toBe('halted')
  await expect(store.rearm({ ...ask, id: 'r2' }, 2)).rejects.toMatchObject({ code: 'storage' })
})
