import { initialiseGate, initialiseOverrides, openGate, openOverrides } from '@tezgah/guardrails/node'
import { expect, it } from 'vitest'
import { applying, approving, current, NOW, proposing, rules, target } from '../gate/gate-kit.ts'
import { MemoryFileSystem } from './memory-file-system.ts'

const file = '/state/gate.json'

it('keeps the gate from one opening to the next, and takes commands one at a time', async () => {
  const fileSystem = new MemoryFileSystem()
  await initialiseGate({ path: file, fileSystem }, rules, current)
  await (await openGate({ path: file, fileSystem })).apply(proposing, NOW)
  const store = await openGate({ path: file, fileSystem })
  await store.apply(approving(store.state), NOW)
  const outcomes = await Promise.all([store.apply(applying, NOW), store.apply(applying, NOW)])
  expect(outcomes).toMatchObject([{ applied: target }, { refused: { code: 'not_open' } }])
  expect((await openGate({ path: file, fileSystem })).state).toEqual(store.state)
})

it('shows a change only once it is on the disk', async () => {
  const fileSystem = new MemoryFileSystem()
  await initialiseGate({ path: file, fileSystem }, rules, current)
  const store = await openGate({ path: file, fileSystem })
  const seen: number[] = []
  fileSystem.before = () => {
    seen.push(store.state.proposals.length)
  }
  await store.apply(proposing, NOW)
  expect(new Set(seen)).toEqual(new Set([0]))
  expect(store.state.proposals.length).toBe(1)
})

it('fails closed: without its file, with another one, and after a write that failed', async () => {
  const fileSystem = new MemoryFileSystem()
  await expect(openGate({ path: file, fileSystem })).rejects.toMatchObject({ code: 'missing' })
  await initialiseOverrides({ path: file, fileSystem })
  await expect(openGate({ path: file, fileSystem })).rejects.toMatchObject({ code: 'corrupt' })
  await expect(initialiseGate({ path: file, fileSystem }, rules, current)).rejects.toMatchObject({ code: 'exists' })
  const overrides = await openOverrides({ path: file, fileSystem })
  fileSystem.before = (operation) => {
    if (operation === 'syncFolder') throw new Error('EIO')
  }
  const { actor } = proposing
  const wish = {
    policies: ['collar'],
    symbols: 'all',
    from: NOW,
    until: NOW + 10,
    maxUses: 1,
    reason: 'spreads',
  } as const
  const request = overrides.apply({ type: 'request', id: 'o1', actor, ...wish }, NOW)
  await expect(request).rejects.toMatchObject({ code: 'storage' })
  expect(() => overrides.state).toThrow(/cannot be written/)
})
