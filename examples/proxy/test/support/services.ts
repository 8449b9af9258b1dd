import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const EXAMPLES = path.join(import.meta.dirname, '../../..')

export type RunningService = { readonly url: string; readonly close: () => Promise<void> }

/** Starts the service as its own process and resolves when it says where it listens. */
async function startMain(service: string, env: Readonly<Record<string, string>>): Promise<RunningService> {
  const file = path.join(EXAMPLES, service, 'src', 'main.ts')
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  return { url: await addressOf(child, service), close: () => end(child) }
}

async function addressOf(child: ChildProcess, service: string): Promise<string> {
  let said = ''
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${service} ended before it listened: ${said}`)
  })
  const listening = new Promise<string>((resolve) => {
    const look = (chunk: Buffer): void => {
      said += chunk
      const address = / on (http:\/\/\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
  })
  return Promise.race([listening, ended])
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

export interface Executor extends RunningService {
  /** Kills it. */
  stop(): Promise<void>
  /** Kills it and starts it anew on the same port and the same data. */
  restart(): Promise<void>
}

export type ExecutorOptions = {
  readonly operatorsFile?: string
  /** One that a test has filled; it is removed at the end. */
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
}

/** The real executor on a free port, with folders of its own. */
export async function startExecutor(adminToken: string, options: ExecutorOptions = {}): Promise<Executor> {
  const { folder = mkdtempSync(path.join(tmpdir(), 'tezgah-executor-')), operatorsFile, env = {} } = options
  const start = (port: string): Promise<RunningService> =>
    startMain('executor-lite', {
      ADMIN_TOKEN: adminToken,
      PORT: port,
      TEZGAH_DATA_DIR: path.join(folder, 'data'),
      AUDIT_LOG: path.join(folder, 'audit', 'backtest.log'),
      OPERATORS_FILE: operatorsFile ?? path.join(folder, 'operators.json'),
      RATE_LIMIT_PER_MINUTE: '10000',
      AUDIT_CHECKPOINT_MS: '500',
      LOG_LEVEL: 'silent',
      ...env,
    })
  let running = await start('0')
  const { url } = running
  return {
    url,
    stop: () => running.close(),
    restart: async () => {
      await running.close()
      running = await start(new URL(url).port)
    },
    close: async () => {
      await running.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The real proxy on a free port, in local mode unless `env` says otherwise. */
export function startProxy(
  adminToken: string,
  executorUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  return startMain('proxy', {
    ...{ ADMIN_TOKEN: adminToken, PORT: '0', PROXY_PORT: '', EXECUTOR_URL: executorUrl, PUBLIC_ORIGIN: '' },
    OPERATORS_FILE: path.join(tmpdir(), 'tezgah-no-operators', 'operators.json'),
    ...env,
  })
}
