import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { takeCredentials } from '../src/launch/credentials.ts'
import { serviceOf } from '../src/launch/services.ts'
import { findSupervisor } from '../src/launch/supervisor.ts'
import { launchExecutor } from './support/launched-executor.ts'

const VERIFY = path.join(import.meta.dirname, '../src/audit/main.ts')
const TOKEN = 'a-token-that-only-this-test-knows'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-launch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What the hourly verification leaves for node_exporter. */
function verified(auditLog: string): string {
  const target = path.join(folder, 'audit.prom')
  spawnSync(process.execPath, ['--conditions=@tezgah/source', VERIFY, auditLog, target])
  return readFileSync(target, 'utf8')
}

describe('the launcher', () => {
  test('says ready once the service answers, with the token of the credential', { timeout: 60_000 }, async () => {
    const { child, port, auditLog, close } = await launchExecutor(TOKEN)
    onTestFinished(close)
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
    expect(verified(auditLog)).toContain('tezgah_audit_verification_intact 1\n')
    writeFileSync(auditLog, readFileSync(auditLog, 'utf8').replace('backtest.start', 'backtest.stars'))
    expect(verified(auditLog)).toContain('tezgah_audit_verification_intact 0\n')
  })

  test('a service that cannot start is never called ready, and its exit code stands', { timeout: 60_000 }, async () => {
    const { child, close } = await launchExecutor('weak')
    onTestFinished(close)
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
  test('systemd is notified of readiness and life, at a third of the time it waits', () => {
    const notified: string[] = []
    const variables = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '30000000' }
    const supervisor = findSupervisor(variables, {}, (message) => notified.push(message))
    supervisor.ready()
    supervisor.keepAlive()
    expect(notified).toEqual(['READY=1', 'WATCHDOG=1'])
    expect(supervisor.watchdogIntervalMs).toBe(10_000)
  })

  test('PM2 is notified by its channel; without systemd nothing else is', () => {
    const notified: string[] = []
    const supervisor = findSupervisor({}, { send: (message) => notified.push(message) }, () => notified.push('systemd'))
    supervisor.ready()
    supervisor.keepAlive()
    expect(notified).toEqual(['ready'])
    expect(supervisor.watchdogIntervalMs).toBeNull()
  })
})

test('a credential that systemd promised and did not bring is an error', () => {
  expect(() => takeCredentials({ CREDENTIALS_DIRECTORY: folder })).toThrow('admin-token')
  const variables = { ADMIN_TOKEN: 'stays-as-it-was-set' }
  takeCredentials(variables)
  expect(variables.ADMIN_TOKEN).toBe('stays-as-it-was-set')
})
