import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { appendRecord, createTree, createVerifier, EMPTY_CHAIN, openSegment, type Sha256 } from '@tezgah/audit'

// How long the verifier takes for a million records, and in how much memory, if nothing keeps the log in memory.
// Run: node --conditions=@tezgah/source packages/audit/bench/verify.ts
const COUNT = 1_000_000
const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'hex')

/** A log of `count` records, in pieces as a file is read. Nothing of it is kept. */
function* pieces(count: number): Generator<Uint8Array> {
  const boot = '0123456789abcdef'.repeat(2)
  const piece = new Uint8Array(256 * 1024)
  let used = 0
  let chain = EMPTY_CHAIN
  for (let index = 0; index < count; index++) {
    const stamp = { time: 1_750_000_000_000 + index, mono: index * 1000, boot }
    const next =
      index === 0
        ? openSegment({ chain, tree: createTree(), stamp, sha256 }, 0, null)
        : appendRecord(
            chain,
            {
              actor: 'operator@127.0.0.1',
              action: 'backtest.start',
              subject: `job-${index}`,
              outcome: 'success',
              details: { strategy: 'sma-cross', symbol: 'BTCTRY', seed: index, parameters: { fast: 12, slow: 26 } },
            },
            stamp,
            { sha256 },
          )
    chain = next.state
    if (used + next.line.length > piece.length) {
      // A copy: the receiver may still be writing it when the next is filled.
      yield piece.slice(0, used)
      used = 0
    }
    piece.set(next.line, used)
    used += next.line.length
  }
  yield piece.subarray(0, used)
}

/** Verifies what arrives, and says how long that took and how much memory. */
async function verify(log: AsyncIterable<Uint8Array>): Promise<void> {
  const verifier = createVerifier({ sha256 })
  let spent = 0
  let bytes = 0
  for await (const piece of log) {
    const start = performance.now()
    verifier.push(piece)
    spent += performance.now() - start
    bytes += piece.length
  }
  const result = verifier.end()
  if (result.status !== 'intact' || result.size !== COUNT) throw new Error(`the log is ${result.status}`)
  const peak = process.resourceUsage().maxRSS / 1024
  console.log(
    `${COUNT} records, ${(bytes / 2 ** 20).toFixed(0)} MiB: ${(spent / 1000).toFixed(2)} s, ` +
      `${((spent * 1000) / COUNT).toFixed(2)} µs each, peak ${peak.toFixed(0)} MiB of memory`,
  )
}

// Written by one process and verified by another, so that the memory is the verifier's alone.
if (process.argv[2] === 'write') {
  await pipeline(Readable.from(pieces(COUNT)), process.stdout)
} else {
  const writer = spawn(process.execPath, [...process.execArgv, import.meta.filename, 'write'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await verify(writer.stdout)
}
