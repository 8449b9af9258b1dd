import { initialiseTradingState, openTradingState } from '@tezgah/guardrails/node'
import { expect, it } from 'vitest'
import { ayse, burak } from '../people.ts'
import { MemoryFileSystem } from './memory-file-system.ts'

const file = '/state/trading.json'
const off = new Error('the power is off')

/** Works until the power goes off at operation `last`; returns the hashes of every state, and how many were acknowledged. */
async function runUntil(
  last: number,
  fileSystem: MemoryFileSystem,
): Promise<{ states: string[]; acknowledged: number }> {
  fileSystem.before = (_, count) => {
    if (count >= last) throw off
  }
  // Every state in order, the last one possibly only tried.
  const states: string[] = ['missing']
  let acknowledged = 0
  const kept = (state: object) => {
    states[acknowledged + 1] = JSON.stringify(state)
  }
  try {
    kept({ mode: 'halted', reason: 'start', request: null })
    await initialiseTradingState({ path: file, fileSystem }, { actor: ayse, reason: 'start', now: 0 })
    acknowledged += 1
    const store = await openTradingState({ path: file, fileSystem })
    for (let round = 1; round <= 2; round++) {
      const id = `r${round}`
      const accepted = { mode: 'halted', reason: round === 1 ? 'start' : 'trip1', request: id }
      kept(accepted)
      await store.rearm({ type: 'requestRearm', id, to: 'active', actor: ayse, reason: id, expiresAt: 10 }, round)
      acknowledged += 1
      kept({ mode: 'active', reason: id, request: null })
      await store.rearm({ type: 'approveRearm', id, actor: burak }, round)
      acknowledged += 1
      kept({ mode: 'halted', reason: `trip${round}`, request: null })
      await store.trip({ to: 'halted', actor: burak, reason: `trip${round}` }, round)
      acknowledged += 1
    }
  } catch {
    // The process is gone; only the disk and what it had answered count.
  }
  return { states, acknowledged }
}

async function found(fileSystem: MemoryFileSystem): Promise<string> {
  const { state, mode, failure } = await openTradingState({ path: file, fileSystem })
  if (failure !== null) {
    expect(mode).toBe('halted')
    return failure.code
  }
  return JSON.stringify({ mode, reason: state.reason, request: state.request?.id ?? null })
}

it('leaves the last acknowledged state or the one that was being written, whole, at any power cut', async () => {
  const rehearsal = new MemoryFileSystem()
  expect((await runUntil(Number.POSITIVE_INFINITY, rehearsal)).acknowledged).toBe(7)
  let cuts = 0
  for (let last = 1; last <= rehearsal.operations.length + 1; last++) {
    const fileSystem = new MemoryFileSystem()
    const { states, acknowledged } = await runUntil(last, fileSystem)
    for (const namesKept of [false, true]) {
      for (const bytesKept of [0, 1, 40, 200, 1_000_000]) {
        const where = `power cut at operation ${last}, names ${namesKept ? 'kept' : 'lost'}, ${bytesKept} bytes kept`
        const result = await found(fileSystem.afterPowerCut(namesKept, bytesKept))
        expect(states.slice(acknowledged, acknowledged + 2), where).toContain(result)
        cuts += 1
      }
    }
  }
  expect(cuts).toBeGreaterThan(400)
})
