import { hash } from 'node:crypto'
import { close, fdatasync, open, rmSync, write } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { openAuditLog } from '@tezgah/audit/node'

// Durable appends per second, next to a bare loop that writes as many bytes of plain JSON and syncs them, batched. It
// does nothing else (no tree, no check, no redaction), but where it is `chained`: then each line holds the hash of the
// line before.
// Run: node --conditions=@tezgah/source packages/audit/bench/appends.ts [folder]
const ROUNDS = 5
const [, , parent = tmpdir()] = process.argv
const folder = await mkdtemp(path.join(parent, 'tezgah-bench-'))

const event = (number: number) => ({
  actor: 'operator@127.0.0.1',
  action: 'order.filled',
  subject: `order-${number}`,
  outcome: 'success' as const,
  details: { symbol: 'BTCTRY', side: number % 2 === 0 ? 'buy' : 'sell', quantity: '0.01250000', price: '3000000' },
})

// As many bytes as the log's own fields take: two hashes, a boot and a clock.
const padding = 'x'.repeat(210)

/** Batches as the log does. */
async function bare(count: number, callers: number, chained: boolean): Promise<number> {
  const file = path.join(folder, 'bare.log')
  const fd = await promisify(open)(file, 'w')
  let lines: string[] = []
  let waiting: (() => void)[] = []
  let busy = false
  let prev = ''
  const flush = async (): Promise<void> => {
    while (lines.length > 0) {
      const [text, acknowledged] = [lines.join(''), waiting]
      lines = []
      waiting = []
      await promisify(write)(fd, Buffer.from(text))
      await promisify(fdatasync)(fd)
      for (const tell of acknowledged) tell()
      await Promise.resolve()
    }
    busy = false
  }
  const append = (number: number): Promise<void> => {
    // A chained line has a hash in the place of a part of the padding.
    const rest = chained ? { padding: padding.slice(64), prev } : { padding }
    const line = `${JSON.stringify({ seq: number, time: Date.now(), ...rest, ...event(number) })}\n`
    if (chained) prev = hash('sha256', line, 'hex')
    lines.push(line)
    const acknowledged = new Promise<void>((resolve) => waiting.push(resolve))
    if (!busy) {
      busy = true
      queueMicrotask(() => void flush())
    }
    return acknowledged
  }
  const perSecond = await timed(count, callers, append)
  await promisify(close)(fd)
  rmSync(file)
  return perSecond
}

async function audited(count: number, callers: number): Promise<number> {
  const log = await openAuditLog({ path: path.join(folder, 'log', 'bench.log') })
  const perSecond = await timed(count, callers, (number) => log.append(event(number)))
  await log.close()
  rmSync(path.join(folder, 'log'), { recursive: true })
  return perSecond
}

async function timed(count: number, callers: number, append: (number: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const caller = async (): Promise<void> => {
    while (next < count) await append(next++)
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return (count * 1000) / (performance.now() - start)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

/** How long each append takes when they come at a steady rate, in milliseconds. */
async function latencies(perSecond: number, seconds: number): Promise<{ p50: number; p99: number }> {
  const log = await openAuditLog({ path: path.join(folder, 'log', 'bench.log') })
  const taken: number[] = []
  const pending: Promise<void>[] = []
  const start = performance.now()
  for (let sent = 0; sent < perSecond * seconds; ) {
    const due = Math.floor(((performance.now() - start) * perSecond) / 1000)
    for (; sent < due; sent++) {
      const begun = performance.now()
      pending.push(log.append(event(sent)).then(() => void taken.push(performance.now() - begun)))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(pending)
  await log.close()
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

try {
  const loops = [
    { callers: 64, count: 20_000, chained: false },
    { callers: 1024, count: 100_000, chained: false },
    { callers: 1024, count: 100_000, chained: true },
  ]
  for (const { callers, count, chained } of loops) {
    const pairs: { bare: number; log: number }[] = []
    // By turns, so that what else the machine does falls on both.
    for (let round = 0; round < ROUNDS; round++) {
      pairs.push({ bare: await bare(count, callers, chained), log: await audited(count, callers) })
    }
    const ratio = median(pairs.map(({ bare, log }) => log / bare))
    const [of, to] = [median(pairs.map(({ log }) => log)), median(pairs.map(({ bare }) => bare))]
    const loop = chained ? 'chained bare' : 'bare'
    console.log(
      `${callers} callers: ${of.toFixed(0)}/s, ${loop} ${to.toFixed(0)}/s, ratio ${(ratio * 100).toFixed(0)} %`,
    )
  }
  console.log(`load ${loadavg()[0]?.toFixed(1)}`)
  const { p50, p99 } = await latencies(1000, 5)
  console.log(`1,000 appends a second: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
