import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortFree } from '../readiness.ts'

const START = path.join(import.meta.dirname, '../../start.ts')
const TOKEN = 'canary-3d9c05b7e1-never-on-a-screen'
const LIMIT_MS = 120_000

let folder: string
let ports: readonly [number, number]

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** `npm start` after its installation, with everything it writes kept. */
function run(flags: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', START, ...flags], {
    env: {
      ...process.env,
      ADMIN_TOKEN: TOKEN,
      EXECUTOR_PORT: String(ports[0]),
      PROXY_PORT: String(ports[1]),
      TEZGAH_DATA_DIR: path.join(folder, 'data'),
      AUDIT_LOG: path.join(folder, 'audit', 'backtest.log'),
      // No network.
      SPOT_SOURCE: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const waiting = new Map<string, () => void>()
  const keep = (chunk: Buffer): void => {
    output += chunk
    for (const [text, resolve] of waiting) if (output.includes(text)) resolve()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = once(child, 'close').then(([code]) => ({ code, output }))
  const says = (text: string): Promise<unknown> =>
    Promise.race([
      new Promise<void>((resolve) => waiting.set(text, resolve)),
      ended.then(() => Promise.reject(new Error(`it ended before it said "${text}": ${output}`))),
    ])
  return { child, ended, says }
}

async function bothPortsFree(): Promise<boolean> {
  return (await Promise.all(ports.map(isPortFree))).every(Boolean)
}

/** Ids of the processes that `parent` started. */
function childrenOf({ pid }: ChildProcess): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number)
}

function parentOf(pid: string): number | null {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    // It ended while we were looking.
    return null
  }
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-start-'))
  ports = [await freePort(), await freePort()]
})

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

describe('npm start', { timeout: LIMIT_MS }, () => {
  it('as a demo runs one backtest through the proxy, tells what came of it and leaves nothing behind', async () => {
    const { code, output } = await run(['--demo']).ended
    expect(output).toContain('sma-cross on SP500, 5,105 candles of 1d, 2000-01-03 to 2020-04-17')
    for (const label of ['Return', 'Buy and hold', 'Maximum drawdown', 'Sharpe', 'Trades', 'Run time', 'candles/s']) {
      expect(output).toContain(label)
    }
    expect(output).toMatch(new RegExp(`http://127.0.0.1:${ports[1]}/\\?run=[\\w-]+`))
    expect(output).not.toContain(TOKEN)
    expect(code).toBe(0)
    expect(await bothPortsFree()).toBe(true)
  })

  it('says which port is taken and how to choose another', async () => {
    const taken = createServer().listen(ports[1], '127.0.0.1')
    await once(taken, 'listening')
    const { code, output } = await run(['--demo']).ended
    taken.close()
    expect(output).toContain(`Port ${ports[1]} for the proxy is in use`)
    expect(output).toContain(`PROXY_PORT=${ports[1] + 1} npm start`)
    expect(code).toBe(1)
  })

  it('tells what a service said when it cannot start', async () => {
    const { code, output } = await run(['--demo'], { RATE_LIMIT_PER_MINUTE: 'many' }).ended
    expect(output).toContain('executor-lite ended (exit code 2)')
    expect(output).toContain('RATE_LIMIT_PER_MINUTE')
    expect(code).toBe(1)
  })
})

const listsProcesses = existsSync('/proc/self/status')
if (!listsProcesses) console.warn('npm start, once it serves: skipped, because this system lists no processes in /proc')

// Signals to other processes, and a list of processes to find them by, are there on Linux.
describe.runIf(listsProcesses)('npm start, once it serves', { timeout: LIMIT_MS }, () => {
  it('stops both services and exits 0 on Ctrl-C', async () => {
    const { child, ended, says } = run([])
    await says('Serving until Ctrl-C')
    expect(await bothPortsFree()).toBe(false)
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
    expect(await bothPortsFree()).toBe(true)
  })

  it.each([
    [0, 'executor-lite'],
    [1, 'proxy'],
  ])('stops the other service and exits 1 when service %i dies, which is the %s', async (index, name) => {
    const { child, ended, says } = run([])
    await says('Serving until Ctrl-C')
    const pid = childrenOf(child)[index]
    if (pid === undefined) throw new Error('there is no child to kill')
    process.kill(pid, 'SIGKILL')
    const { code, output } = await ended
    expect(output).toContain(`${name} ended (SIGKILL)`)
    expect(code).toBe(1)
    expect(await bothPortsFree()).toBe(true)
  })

  it('leaves no orphan when it is killed itself', async () => {
    const { child, ended, says } = run([])
    await says('Serving until Ctrl-C')
    const services = childrenOf(child)
    expect(services).toHaveLength(2)
    child.kill('SIGKILL')
    await ended
    const alive = (): readonly number[] => services.filter((pid) => existsSync(`/proc/${pid}`))
    try {
      await expect.poll(alive, { timeout: 20_000 }).toEqual([])
    } finally {
      for (const pid of alive()) process.kill(pid, 'SIGKILL')
    }
  })
})
