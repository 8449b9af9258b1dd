import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { initialiseOverrides, openOverrides } from '@tezgah/guardrails/node'
import { expect, it } from 'vitest'
import { ayse, burak } from '../people.ts'

const fixture = fileURLToPath(new URL('../fixtures/override-loop.ts', import.meta.url))

/** Runs the loop, kills it with SIGKILL when it has printed so many counts, and returns the last that it printed. */
async function runAndKill(file: string, afterLines: number): Promise<number> {
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', fixture, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const printed: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line)
    if (printed.length === afterLines) child.kill('SIGKILL')
  }
  expect((await exited)[1]).toBe('SIGKILL')
  return Number(printed.at(-1))
}

it('forgets no counted use of an override, whenever the process is killed', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-guardrails-'))
  const file = path.join(folder, 'overrides.json')
  try {
    await initialiseOverrides({ path: file })
    const store = await openOverrides({ path: file })
    const scope = { policies: ['collar'], symbols: 'all', from: 0, until: 10, maxUses: 1000, reason: 'drill' } as const
    const asked = await store.apply({ type: 'request', id: 'o1', actor: ayse, ...scope }, 0)
    const content = asked.refused ? '' : asked.state.overrides[0]!.content
    await store.apply({ type: 'approve', id: 'o1', actor: burak, content }, 0)
    let least = 0
    for (let round = 0; round < 10; round++) {
      const acknowledged = await runAndKill(file, 1 + round * 3)
      expect(acknowledged).toBeGreaterThan(least)
      // The one that was on its way when the process died may be kept too.
      const { uses } = (await openOverrides({ path: file })).state.overrides[0]!
      expect([acknowledged, acknowledged + 1]).toContain(uses)
      least = acknowledged
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
