import { readFileSync } from 'node:fs'
import { UserStrategies } from '../../src/isolation/user-strategies.ts'
import type { JobSpec } from '../../src/job.ts'

/** Runs a strategy that never ends and prints the processes that this takes, once they are there. */
const users = await UserStrategies.open({ modules: [process.argv[2] ?? ''] })
const strategy = users.strategies.get('u')
if (strategy === undefined) throw new Error('the module has no strategy "u"')

const column = () => new Float64Array(new SharedArrayBuffer(8)).fill(1)
const names = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
const columns = Object.fromEntries(names.map((name) => [name, column()])) as Record<
  (typeof names)[number],
  ReturnType<typeof column>
>
const spec: JobSpec = {
  strategy: 'u',
  params: {},
  datasets: [],
  detail: [],
  settings: { seed: 0 },
  engineVersion: '',
  strategiesVersion: strategy.codeSha256,
}
const childrenOf = (pid: number | string): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
const isLast = (pid: string) =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--permission') && childrenOf(pid).length === 0

void users.run(
  { strategy, spec, candles: [{ symbol: 'X', interval: '1m', ...columns }], detail: [], maxResultBytes: 1_000 },
  { timeoutMs: 60_000 },
)
for (;;) {
  const found = childrenOf(process.pid).flatMap((pid) => [pid, ...childrenOf(pid)])
  if (found.some(isLast)) {
    console.log(JSON.stringify(found))
    break
  }
  await new Promise(setImmediate)
}
