// Runs every benchmark in a process of its own and writes docs/benchmarks.md: `npm run bench`.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { arch, cpus, platform, totalmem } from 'node:os'
import path from 'node:path'
import { ENGINE_VERSION } from '@tezgah/backtest'

type Row = {
  readonly name: string
  readonly unit: string
  readonly median: number
  readonly slowest?: number
  readonly fastest?: number
}

const root = path.join(import.meta.dirname, '../..')
const BENCHMARKS = [
  ['The engine', 'packages/backtest/bench/engine.ts'],
  ['Resting orders', 'packages/backtest/bench/resting-orders.ts'],
  ['Booking fills', 'packages/backtest/bench/account.ts'],
  ['Reading candles', 'packages/backtest/bench/csv.ts'],
  ['Indicators', 'packages/backtest/bench/indicators.ts'],
  ['Statistics', 'packages/backtest/bench/statistics.ts'],
  ['Frames of the market stream', 'packages/btcturk/bench/frames.ts'],
] as const

function run(file: string): Row[] {
  const output = execFileSync(process.execPath, ['--conditions=@tezgah/source', path.join(root, file)], {
    encoding: 'utf8',
  })
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ name, unit, median, slowest, fastest }) => {
    if (unit === 'ratio') return `| ${name} | ${median.toFixed(2)} | |`
    const range = slowest === undefined || fastest === undefined ? '' : `${millions(slowest)} – ${millions(fastest)}`
    return `| ${name} | ${millions(median)} M ${unit}/s | ${range} |`
  })
  return ['| work | median | slowest – fastest round, M/s |', '| --- | --- | --- |', ...lines].join('\n')
}

function millions(rate: number): string {
  return (rate / 1e6).toFixed(1)
}

const sections = BENCHMARKS.map(([title, file]) => {
  console.log(`${title} …`)
  return `## ${title}\n\n${table(run(file))}\n`
})

const processor = cpus()[0]?.model ?? 'an unnamed processor'
const machine = `${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}`
const text = `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}, Node ${process.versions.node}, engine ${ENGINE_VERSION}. One million seeded
candles; eleven timed rounds after four to warm up. Compare figures of one table, not of two machines.

**W1** is long while SMA(10) is above SMA(30), all in, fee 0.1 % a side, filled at the next open, equity at every candle, exact ledger: about 39 fills per thousand
candles, dense on purpose. **W1s** is the same with SMA(500) and SMA(2000), so that fills are rare. The plain loop is the same rules written out by hand in
doubles, without an engine, its averages drifting with every subtraction.

${sections.join('\n')}`
writeFileSync(path.join(root, 'docs/benchmarks.md'), text)
console.log(`wrote ${path.join('docs', 'benchmarks.md')}`)
