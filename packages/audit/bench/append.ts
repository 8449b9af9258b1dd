import { hash } from 'node:crypto'
import { type AuditEvent, appendRecord, EMPTY_CHAIN, type Sha256 } from '@tezgah/audit'

// How long appendRecord takes for an ordinary event, with Node's hash and with the one in plain JavaScript.
// Run: node --conditions=@tezgah/source packages/audit/bench/append.ts
const COUNT = 200_000
const nodeSha256: Sha256 = (bytes) => hash('sha256', bytes, 'hex')
const secrets = ['correct horse battery staple']

function event(number: number): AuditEvent {
  return {
    actor: 'operator@127.0.0.1',
    action: 'backtest.start',
    subject: `job-${number}`,
    outcome: 'success',
    correlationId: `request-${number}`,
    details: {
      strategy: 'sma-cross',
      symbol: 'BTCTRY',
      interval: '1h',
      seed: number,
      parameters: { fast: 12, slow: 26, stopLossPct: 2.5, takeProfitPct: 4 },
      note: 'started from the panel',
      adminToken: 'never written',
    },
  }
}

const events = Array.from({ length: 1000 }, (_, index) => event(index))
for (const [name, sha256] of [['node:crypto', nodeSha256] as const, ['plain JavaScript', undefined] as const]) {
  let best = Number.POSITIVE_INFINITY
  let bytes = 0
  for (let round = 0; round < 5; round++) {
    let chain = EMPTY_CHAIN
    bytes = 0
    const options = { secrets, ...(sha256 === undefined ? {} : { sha256 }) }
    const start = performance.now()
    for (let index = 0; index < COUNT; index++) {
      const stamp = { time: 1_750_000_000_000 + index, mono: index * 1000, boot: '0123456789abcdef'.repeat(2) }
      const next = appendRecord(chain, events[index % events.length] ?? event(index), stamp, options)
      chain = next.state
      bytes += next.line.length
    }
    best = Math.min(best, ((performance.now() - start) * 1000) / COUNT)
    if (chain.size !== COUNT) throw new Error('not every record was appended')
  }
  console.log(`${name}: ${best.toFixed(2)} µs per record of ${(bytes / COUNT).toFixed(0)} bytes`)
}
