import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { kill, type Ports, startExecutor, startPrometheus } from './processes.ts'
import { firingAlerts, query, until } from './prometheus-api.ts'

/** Not the usual ones, so that a drill runs beside a desk. */
const PORTS: Ports = { executor: 14_010, prometheus: 19_090 }
/** What fires in a drill without any fault: nothing probes, and the dead-man switch always does. */
const ALWAYS = ['ExecutorProbeMissing', 'Watchdog']

const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-drill-'))
const running: ChildProcess[] = []

async function executor(): Promise<ChildProcess> {
  const child = await startExecutor(folder, PORTS.executor)
  running.push(child)
  return child
}

async function fires(alert: string): Promise<void> {
  const seconds = await until(alert, async () => (await firingAlerts(PORTS.prometheus)).includes(alert))
  console.log(`${alert} fires ${seconds} s after the fault`)
}

async function startIsSeen(child: ChildProcess, starts: number): Promise<void> {
  const changes = 'changes(process_start_time_seconds{job="executor-lite"}[10m])'
  await until(`start ${starts} of process ${child.pid}`, async () => {
    const [sample] = await query(PORTS.prometheus, changes)
    return Number(sample?.value[1] ?? -1) >= starts
  })
}

/** Provokes four alerts by real faults; takes about three minutes. */
async function drill(): Promise<void> {
  let service = await executor()
  running.push(startPrometheus(folder, PORTS))
  await startIsSeen(service, 0)
  for (const alert of ALWAYS) await fires(alert)
  const early = await firingAlerts(PORTS.prometheus)
  if (early.join() !== ALWAYS.join()) throw new Error(`fires without a fault: ${early.join(', ')}`)

  const wrong = { method: 'POST', headers: { 'x-admin-token': 'somebody-who-guesses' } }
  for (let n = 0; n < 6; n++) await fetch(`http://127.0.0.1:${PORTS.executor}/backtest/start`, wrong)
  await fires('ExecutorAuthFailures')

  for (let starts = 1; starts <= 3; starts++) {
    await kill(service)
    service = await executor()
    await startIsSeen(service, starts)
  }
  await fires('ExecutorLiteCrashLoop')

  service.kill('SIGSTOP')
  await fires('ExecutorLiteDown')
}

try {
  await drill()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await Promise.all(running.map(kill))
  rmSync(folder, { recursive: true, force: true })
}
