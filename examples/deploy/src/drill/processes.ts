import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOM = path.join(import.meta.dirname, '../..')
/** Of the system, not of a package. */
const PROMETHEUS = 'prometheus'

export type Ports = { readonly executor: number; readonly prometheus: number }

/** Starts a real executor-lite with its data below `folder`, and resolves when it is ready. */
export async function startExecutor(folder: string, port: number): Promise<ChildProcess> {
  const child = fork(path.join(ROOM, 'src/launch/main.ts'), ['executor-lite'], {
    execArgv: ['--conditions=@tezgah/source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      ADMIN_TOKEN: 'a-token-of-this-drill-only',
      TEZGAH_DATA_DIR: path.join(folder, 'data'),
      AUDIT_LOG: path.join(folder, 'audit', 'backtest.log'),
      LOG_LEVEL: 'silent',
    },
  })
  await once(child, 'message')
  return child
}

/** Starts a real Prometheus with the configuration of the kit, but for the port of the executor and Alertmanager. */
export function startPrometheus(folder: string, ports: Ports): ChildProcess {
  const config = readFileSync(path.join(ROOM, 'prometheus/prometheus.yml'), 'utf8')
    .replace('rules/*.yml', path.join(ROOM, 'prometheus/rules/*.yml'))
    .replace('127.0.0.1:4010', `127.0.0.1:${ports.executor}`)
    .replace(/^alerting:\n(?: .*\n)*/m, '')
  const file = path.join(folder, 'prometheus.yml')
  writeFileSync(file, config)
  const listen = `--web.listen-address=127.0.0.1:${ports.prometheus}`
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${path.join(folder, 'tsdb')}`,
    listen,
    '--log.level=error',
  ]
  return spawn(PROMETHEUS, args, { stdio: ['ignore', 'inherit', 'inherit'] })
}

/** Ends a process at once and waits for its end. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
