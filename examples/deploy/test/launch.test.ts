import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { takeCredentials } from '../src/launch/credentials.ts'
import { serviceOf } from '../src/launch/services.ts'
import { findSupervisor } from '../src/launch/supervisor.ts'

const MAIN = path.join(import.meta.dirname, '../src/launch/main.ts')
const TOKEN = 'a-token-that-only-this-test-knows'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-launch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return address !== null && typeof address === 'object' ? address.port : 0
}

function launchExecutor(port: number): ChildProcess {
  return fork(MAIN, ['executor-lite'], {
    execArgv: ['--conditions=@tezgah/source'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      CONCURRENCY: '1',
      CREDENTIALS_DIRECTORY: folder,
      TEZGAH_DATA_DIR: path.join(folder, 'data'),
      AUDIT_LOG: path.join(folder, 'audit', 'backtest.log'),
      LOG_LEVEL: 'silent',
    },
  })
}

describe('the launcher', () => {
  test('says ready once the service answers, with the token of the credential', { timeout: 60_000 }, async () => {
    writeFileSync(path.join(folder, 'admin-token'), `${TOKEN}\n`)
    const port = await freePort()
    const child = launchExecutor(port)
    const [message] = await once(child, 'message')
    expect(message).toBe('ready')
    const start = (token: string) =>
      fetch(`http://127.0.0.1:${port}/backtest/start`, {
        method: 'POST',
        headers: { 'x-admin-token': token, 'content-type': 'application/json' },
        body: '{}',
      })
    expect((await start('not-the-token-of-this-test')).status).toBe(401)
    expect((await start(TOKEN)).status).toBe(201)
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  test('a service that cannot start is never called ready, and its exit code stands', { timeout: 60_000 }, async () => {
    writeFileSync(path.join(folder, 'admin-token'), 'weak')
    const child = launchExecutor(await freePort())
    const messages: unknown[] = []
    child.on('message', (message) => messages.push(message))
    expect((await once(child, 'exit'))[0]).toBe(2)
    expect(messages).toEqual([])
  })

  test('knows where its services listen', () => {
    expect(serviceOf('executor-lite', {}).port).toBe(4_010)
    expect(serviceOf('executor-lite', { PORT: '5000', PROXY_PORT: '6000' }).port).toBe(5_000)
    expect(serviceOf('spark-web', { PORT: '5000', PROXY_PORT: '6000' }).port).toBe(6_000)
    expect(serviceOf('spark-web', { PORT: '5000', PROXY_PORT: '' }).port).toBe(5_000)
    expect(() => serviceOf('toString', {})).toThrow('must be executor-lite or spark-web, was "toString"')
  })
})

describe('what watches over a service', () => {
  test('systemd is told of readiness and life, at a third of the time it waits', () => {
    const told: string[] = []
    const variables = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '30000000' }
    const supervisor = findSupervisor(variables, {}, (message) => told.push(message))
    supervisor.ready()
    supervisor.alive()
    expect(told).toEqual(['READY=1', 'WATCHDOG=1'])
    expect(supervisor.everyMs).toBe(10_000)
  })

  test('PM2 is told by its channel; without systemd nothing else is', () => {
    const told: string[] = []
    const supervisor = findSupervisor({}, { send: (message) => told.push(message) }, () => told.push('systemd'))
    supervisor.ready()
    supervisor.alive()
    expect(told).toEqual(['ready'])
    expect(supervisor.everyMs).toBeNull()
  })
})

test('a credential that systemd promised and did not bring is an error', () => {
  expect(() => takeCredentials({ CREDENTIALS_DIRECTORY: folder })).toThrow('admin-token')
  const variables = { ADMIN_TOKEN: 'stays-as-it-was-set' }
  takeCredentials(variables)
  expect(variables.ADMIN_TOKEN).toBe('stays-as-it-was-set')
})
