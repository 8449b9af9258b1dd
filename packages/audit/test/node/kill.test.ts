import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openAuditLog, verifyAuditFile } from '@tezgah/audit/node'
import { expect, it } from 'vitest'

const ROUNDS = 10
const seed = Number(process.env['TEZGAH_SEED'] ?? Date.now() % 2 ** 31)
const fixture = fileURLToPath(new URL('../fixtures/append-loop.ts', import.meta.url))

/** mulberry32 by Tommy Ettinger, public domain: the same seed gives the same moments. */
function randomFrom(state: number): () => number {
  let a = state
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Runs the loop, kills it with SIGKILL when it has printed so many lines, and returns all that it had printed by its end. */
async function runAndKill(file: string, afterLines: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', fixture, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const printed: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line)
    if (printed.length === afterLines) child.kill('SIGKILL')
  }
  const [, signal] = await exited
  expect(signal).toBe('SIGKILL')
  return printed.slice(1)
}

it(`loses no acknowledged record to SIGKILL at a random moment (TEZGAH_SEED=${seed})`, {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
  const file = path.join(folder, 'logs', 'audit', 'backtest.log')
  const random = randomFrom(seed)
  const acknowledged = new Map<string, string>()
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const line of await runAndKill(file, 1 + Math.floor(random() * 300))) {
        const [seq = '', hash = ''] = line.split(' ')
        // The last line may have been cut by the kill as well.
        if (hash.length !== 64) continue
        expect(acknowledged.has(seq), `record ${seq} acknowledged twice`).toBe(false)
        acknowledged.set(seq, hash)
      }
    }
    await (await openAuditLog({ path: file })).close()
    expect(await verifyAuditFile(file)).toMatchObject({ status: 'intact' })
    const lines = (await readFile(file, 'utf8')).split('\n')
    for (const [seq, hash] of acknowledged)
      expect(JSON.parse(lines[Number(seq)] ?? '{}').hash, `record ${seq}`).toBe(hash)
    expect(acknowledged.size).toBeGreaterThan(ROUNDS)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
