import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { isInstalled, run } from './support/programs.ts'

const ROOM = path.join(import.meta.dirname, '..')
const UNITS = ['executor-lite.service', 'spark-web.service', 'tezgah-audit-verify.service']
/** The longest that either service takes to stop, in seconds. */
const STOPS_WITHIN = 5
/** `systemd-analyze security` gives 0 (all closed) to 100 (all open). */
const HIGHEST_EXPOSURE = 25

type App = Readonly<Record<string, unknown>> & { readonly env: Readonly<Record<string, string>> }
const { apps } = createRequire(import.meta.url)('@tezgah-examples/deploy/ecosystem') as { apps: readonly App[] }

describe('PM2', () => {
  test('knows the two services by their names', () => {
    expect(apps.map((app) => app['name'])).toEqual(['executor-lite', 'spark-web'])
  })

  test.each(apps)('$name: one process, ready when it says so, time to stop, never given up', (app) => {
    expect(app).toMatchObject({ exec_mode: 'fork', instances: 1, wait_ready: true, autorestart: true, watch: false })
    expect(app['kill_timeout']).toBeGreaterThanOrEqual(8_000)
    expect(app['exp_backoff_restart_delay']).toBeGreaterThan(0)
    expect(app['max_memory_restart']).toBeUndefined()
    expect(JSON.stringify(app)).not.toMatch(/token|secret|password/i)
  })
})

const unit = (name: string): string => readFileSync(path.join(ROOM, 'systemd', name), 'utf8')

function setting(text: string, name: string): string | undefined {
  return text.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1]
}

describe('systemd', () => {
  test.each(UNITS.slice(0, 2))('%s: ready when it says so, watched, restarted for ever, with time to stop', (name) => {
    const text = unit(name)
    expect(setting(text, 'Type')).toBe('notify')
    // systemd-notify is a child of the main process.
    expect(setting(text, 'NotifyAccess')).toBe('all')
    expect(Number(setting(text, 'WatchdogSec'))).toBe(30)
    expect(setting(text, 'Restart')).toBe('always')
    expect(setting(text, 'StartLimitIntervalSec')).toBe('0')
    expect(Number(setting(text, 'TimeoutStopSec'))).toBeGreaterThan(STOPS_WITHIN)
  })

  test.each(UNITS)('%s: no secret in the unit, nothing of the network but this machine', (name) => {
    const text = unit(name)
    expect(text).not.toMatch(/^Environment=.*TOKEN/m)
    expect(setting(text, 'IPAddressDeny')).toBe('any')
    expect(setting(text, 'ProtectSystem')).toBe('strict')
    expect(setting(text, 'NoNewPrivileges')).toBe('yes')
  })

  const here = isInstalled('systemd-analyze', '--version', 'systemd-analyze verify and security of the units')

  test.runIf(here).each(UNITS)('%s: systemd understands every line, and little is left open', (name) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-unit-'))
    const file = path.join(folder, name)
    writeFileSync(file, unit(name).replaceAll('/usr/local/bin/node', process.execPath))
    const verified = run('systemd-analyze', ['verify', file])
    const security = run('systemd-analyze', ['security', '--offline=true', `--threshold=${HIGHEST_EXPOSURE}`, file])
    rmSync(folder, { recursive: true })
    expect(verified.output).toBe('')
    expect(security.status, security.output).toBe(0)
  })
})
