import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

export type SpawnExecutorOptions = {
  /** The whole environment of the process. Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv
  /** How long it may take to be ready. Default 30,000 ms. */
  readonly readyTimeoutMs?: number
}

/** An executor in a process of its own. */
export type ExecutorProcess = {
  /** For example `http://127.0.0.1:4010`. */
  readonly address: string
  readonly child: ChildProcess
  /** Asks it to stop and waits until it has. Returns its exit code, `null` when a signal ended it. */
  readonly stop: () => Promise<number | null>
}

const MAIN = path.join(import.meta.dirname, 'main.ts')
const POLL_MS = 25

/**
 * Starts executor-lite in its own process and waits until `GET /readyz` answers 200. Its log goes to this process's standard error.
 *
 * @throws Error when it ends or does not become ready in time; what it wrote on standard error tells why
 */
export async function spawnExecutor(options: SpawnExecutorOptions = {}): Promise<ExecutorProcess> {
  const { env = process.env, readyTimeoutMs = 30_000 } = options
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', MAIN], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const deadline = AbortSignal.timeout(readyTimeoutMs)
  try {
    const address = await Promise.race([
      readAddress(child),
      failWhenEnded(ended),
      failWhenLate(deadline, readyTimeoutMs),
    ])
    await untilReady(address, deadline)
    return { address, child, stop: () => stop(child, ended) }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

async function readAddress({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new TypeError('the process was started without a standard output')
  const lines = createInterface({ input: stdout })
  for await (const line of lines) {
    const address = /listens on (http:\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    // Nothing else is read; a pipe that nobody empties would stop its writer.
    stdout.resume()
    return address
  }
  throw new Error('executor-lite ended before it listened')
}

async function failWhenEnded(ended: Promise<unknown[]>): Promise<never> {
  const [code] = await ended
  throw new Error(`executor-lite ended with code ${String(code)} before it was ready`)
}

function failWhenLate(deadline: AbortSignal, limitMs: number): Promise<never> {
  return new Promise((_, reject) => {
    deadline.addEventListener('abort', () => reject(new Error(`executor-lite was not ready after ${limitMs} ms`)), {
      once: true,
    })
  })
}

async function untilReady(address: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/readyz`, { signal })
    await answer.body?.cancel()
    if (answer.ok) return
    await delay(POLL_MS, undefined, { signal })
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown[]>): Promise<number | null> {
  child.kill('SIGTERM')
  const [code] = await ended
  return typeof code === 'number' ? code : null
}
