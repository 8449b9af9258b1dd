import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openAuditLog } from '@tezgah/audit/node'
import { type AuditFileSystem, nodeFileSystem } from '../src/node/files/file-system.ts'

// How long the event loop is held up, with 1,000 appends a second, while the disk takes 2 s for one sync.
// Run: node --conditions=@tezgah/source packages/audit/bench/stall.ts [folder]
const PER_SECOND = 1000
const SECONDS = 6
const STALL_MS = 2000
const [, , parent = tmpdir()] = process.argv
const folder = await mkdtemp(path.join(parent, 'tezgah-bench-'))

let stallNext = false
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Node's file system, but one sync takes long when asked to. */
const stalling: AuditFileSystem = {
  ...nodeFileSystem,
  async openFile(name) {
    const file = await nodeFileSystem.openFile(name)
    const sync = async (): Promise<void> => {
      const stall = stallNext
      stallNext = false
      if (stall) await sleep(STALL_MS)
      await file.sync()
    }
    return { ...file, sync }
  },
}

async function run(stall: boolean): Promise<void> {
  const log = await openAuditLog({ path: path.join(folder, `${stall}`, 'bench.log'), fileSystem: stalling })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const taken: number[] = []
  const pending: Promise<void>[] = []
  delay.enable()
  const start = performance.now()
  for (let sent = 0; sent < PER_SECOND * SECONDS; ) {
    const due = Math.floor(((performance.now() - start) * PER_SECOND) / 1000)
    if (stall && sent < PER_SECOND && due >= PER_SECOND) stallNext = true
    for (; sent < due; sent++) {
      const begun = performance.now()
      const event = { actor: 'bench', action: 'order.filled', subject: `${sent}`, outcome: 'success' as const }
      pending.push(log.append(event).then(() => void taken.push(performance.now() - begun)))
    }
    await sleep(1)
  }
  await Promise.all(pending)
  delay.disable()
  await log.close()
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (part: number): string => (sorted[Math.ceil(sorted.length * part) - 1] ?? 0).toFixed(1)
  const loop = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1)
  console.log(
    `${stall ? `a sync of ${STALL_MS} ms` : 'no stall'}: event loop delay p99 ${loop(delay.percentile(99))} ms, ` +
      `max ${loop(delay.max)} ms; append p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`,
  )
}

try {
  await run(false)
  await run(true)
  console.log(`load ${loadavg()[0]?.toFixed(1)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
