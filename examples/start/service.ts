import { type ChildProcess, spawn } from 'node:child_process'

/** One of the two services, as a child process. */
export interface Service {
  readonly name: string
  /** Resolves with a sentence when the process has ended, for any reason. */
  readonly ended: Promise<string>
  /** The last lines that it wrote, to explain a failed start. */
  lastLines(): string
  /** Asks it to stop, and kills it when it does not. Safe to call twice and after it has ended. */
  stop(): Promise<void>
}

const STOP_LIMIT_MS = 8_000
const MAX_OUTPUT = 4_000

/** Starts a TypeScript file with the Node of this process. The child stops when its channel to this process closes. */
export function startService(name: string, file: string, env: Readonly<Record<string, string>>): Service {
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  })
  let tail = ''
  const keep = (chunk: Buffer): void => {
    tail = (tail + chunk.toString()).slice(-MAX_OUTPUT)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`))
    child.once('close', (code, signal) => resolve(`${name} ended (${signal ?? `exit code ${code}`})`))
  })
  return { name, ended, lastLines: () => tail.trimEnd(), stop: () => stop(child, ended) }
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  // Windows has no SIGTERM to catch, so there the request goes through the channel.
  if (process.platform === 'win32' && child.connected) child.send('shutdown')
  else child.kill('SIGTERM')
  await ended
  clearTimeout(timer)
}

/** Resolves when the service has ended, with its last output. */
export async function exitReason(service: Service): Promise<string> {
  const sentence = await service.ended
  const lines = service.lastLines()
  return lines === '' ? sentence : `${sentence}. It wrote last:\n${lines}`
}
