import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { isInstalled, run } from './support/programs.ts'
import { RULES_OF_KIT } from './support/promtool.ts'

const ROOM = path.join(import.meta.dirname, '..')
const read = (...file: string[]): string => readFileSync(path.join(ROOM, ...file), 'utf8')

describe('Alertmanager', () => {
  type Route = { readonly matchers: readonly string[]; readonly receiver: string; readonly repeat_interval?: string }
  const config = parse(read('alertmanager/alertmanager.yml')) as {
    readonly route: { readonly routes: readonly Route[] }
    readonly receivers: readonly { readonly name: string }[]
  }

  test('the dead-man switch has a way of its own, and repeats within a minute', () => {
    const route = config.route.routes[0]
    expect(route).toMatchObject({ matchers: ['alertname = Watchdog'], receiver: 'dead-man', repeat_interval: '50s' })
    expect(RULES_OF_KIT.find((rule) => rule.alert === 'Watchdog')?.expr).toBe('vector(1)')
  })

  test('every route leads to a receiver', () => {
    const names = config.receivers.map(({ name }) => name)
    for (const { receiver } of config.route.routes) expect(names).toContain(receiver)
  })

  const here = isInstalled('amtool', '--version', 'the check of alertmanager.yml by amtool')
  test.runIf(here)('amtool takes it', () => {
    const checked = run('amtool', ['check-config', path.join(ROOM, 'alertmanager/alertmanager.yml')])
    expect(checked.status, checked.output).toBe(0)
  })
})

describe('logrotate', () => {
  const config = read('logrotate/tezgah')
  const directives = config.replaceAll(/^\s*#.*\n/gm, '')

  test('makes new files, keeps seven, and leaves the audit log alone', () => {
    expect(directives).not.toMatch(/copytruncate|audit/)
    expect(directives.match(/^ +create 0640 /gm)).toHaveLength(2)
    expect(directives.match(/^ +rotate 7$/gm)).toHaveLength(2)
  })

  const here = isInstalled('logrotate', '--version', 'a rotation by logrotate itself')
  test.runIf(here)('a log gets a new file, and what was written stays in the old one', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-logrotate-'))
    const log = path.join(folder, 'nginx-access.log')
    mkdirSync(path.join(folder, 'audit'))
    const audit = path.join(folder, 'audit', 'backtest.log')
    for (const file of [log, audit]) writeFileSync(file, 'one line\n')
    const before = { log: statSync(log).ino, audit: statSync(audit).ino }
    const file = path.join(folder, 'logrotate.conf')
    // The users of a real installation may not exist here, and the folder is another.
    const here = config.replaceAll('/var/log/tezgah', folder).replaceAll(/^( +create 0640) .*$|^ +su .*\n/gm, '$1')
    writeFileSync(file, here, { mode: 0o644 })
    const rotated = run('logrotate', ['-f', '-s', path.join(folder, 'state'), file])
    expect(rotated.status, rotated.output).toBe(0)
    expect(readFileSync(`${log}.1`, 'utf8')).toBe('one line\n')
    expect(statSync(`${log}.1`).ino).toBe(before.log)
    expect(readFileSync(log, 'utf8')).toBe('')
    expect(statSync(audit).ino).toBe(before.audit)
    expect(readdirSync(path.join(folder, 'audit'))).toEqual(['backtest.log'])
    rmSync(folder, { recursive: true })
  })
})

describe('the firewall of Windows', () => {
  const script = read('windows/firewall.ps1')

  // Nothing here can run it; this much can be seen by reading.
  test('names its rules, so that a second run finds them, and blocks both ports', () => {
    expect([...script.matchAll(/LocalPort = (\d+)/g)].map((match) => match[1])).toEqual(['4010', '3003'])
    expect(script).toContain("Action = 'Block'")
    expect(script.indexOf('Get-NetFirewallRule -Name')).toBeLessThan(script.indexOf('New-NetFirewallRule -Name'))
  })
})

test('every alert has its heading in the guide', () => {
  const guide = readFileSync(path.join(ROOM, '../../docs/deploy.md'), 'utf8')
  const headings = [...guide.matchAll(/^#+ (.+)$/gm)].map((match) => match[1])
  for (const { alert } of RULES_OF_KIT) if (alert !== undefined) expect(headings).toContain(alert)
})
