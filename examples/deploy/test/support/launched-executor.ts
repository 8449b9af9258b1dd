import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from './free-port.ts'

const MAIN = path.join(import.meta.dirname, '../../src/launch/main.ts')

/** A real executor-lite, started by the launcher with its token in a credential. */
export type LaunchedExecutor = {
  readonly child: ChildProcess
  readonly port: number
  readonly auditLog: string
  /** Ends it when it still runs, and removes its folder. */
  close(): Promise<void>
}

/** Starts it; `child` says `ready` by a message. */
export async function launchExecutor(token: string): Promise<LaunchedExecutor> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-launch-'))
  const auditLog = path.join(folder, 'audit', 'backtest.log')
  const port = await freePort()
  writeFileSync(path.join(folder, 'admin-token'), `${token}\n`)
  const child = fork(MAIN, ['executor-lite'], {
    execArgv: ['--conditions=@tezgah/source'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      CONCURRENCY: '1',
      CREDENTIALS_DIRECTORY: folder,
      TEZGAH_DATA_DIR: path.join(folder, 'data'),
      AUDIT_LOG: auditLog,
      LOG_LEVEL: 'silent',
    },
  })
  return {
    child,
    port,
    auditLog,
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
