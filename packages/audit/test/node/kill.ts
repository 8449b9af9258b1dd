import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openAuditLog, readAudit, verifyAuditFolder } from '@tezgah/audit/node'

const fixture = fileURLToPath(new URL('../fixtures/append-loop.ts', import.meta.url))

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
  if (signal !== 'SIGKILL') throw new Error(`the loop ended by itself, after ${printed.length} lines`)
  return printed.slice(1)
}

/**
 * Kills a process that writes a log with small segments, again and again at random moments, and then looks whether each
 * record that it acknowledged is there. Returns how many those were; throws when one is lost or given twice.
 */
export async function killRepeatedly(file: string, rounds: number, random: () => number): Promise<number> {
  const acknowledged = new Map<number, string>()
  for (let round = 0; round < rounds; round++) {
    for (const line of await runAndKill(file, 1 + Math.floor(random() * 300))) {
      const [seq = '', hash = ''] = line.split(' ')
      // The last line may have been cut by the kill as well.
      if (hash.length !== 64) continue
      if (acknowledged.has(Number(seq))) throw new Error(`record ${seq} was acknowledged twice`)
      acknowledged.set(Number(seq), hash)
    }
  }
  await (await openAuditLog({ path: file })).close()
  const verification = await verifyAuditFolder(file)
  if (verification.status !== 'intact') throw new Error(`the log is ${verification.status}: ${verification.reason}`)
  const found = new Map<number, string>()
  for await (const { seq, hash } of readAudit(file)) found.set(seq, hash)
  for (const [seq, hash] of acknowledged) if (found.get(seq) !== hash) throw new Error(`record ${seq} is lost`)
  return acknowledged.size
}
