import { spawnSync } from 'node:child_process'
import { createMetrics, registerProcessMetrics } from '@tezgah/metrics'
import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { fullService } from './fixtures/names.ts'

const PROMTOOL = 'promtool'

const isInstalled = spawnSync(PROMTOOL, ['--version']).status === 0
if (!isInstalled) console.warn('skipped: promtool is not installed, it comes with Prometheus')

it.skipIf(!isInstalled)(
  'promtool reads the exposition and finds nothing but the old unit of one old name',
  async () => {
    const registry = new Registry()
    createMetrics({ registry, ...fullService }).enqueued(4.2)
    registerProcessMetrics(registry)
    const { stdout, stderr } = spawnSync(PROMTOOL, ['check', 'metrics'], {
      input: await registry.metrics(),
      encoding: 'utf8',
    })
    const findings = `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
    expect(findings.filter((line) => !line.startsWith('backtest_enqueue_ms '))).toEqual([])
  },
)
