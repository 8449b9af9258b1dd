import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEBIAN_SITE, renderSite } from '../src/nginx/site.ts'

const settings = { ...DEBIAN_SITE, serverName: 'desk.example.com' }
const template = readFileSync(path.join(import.meta.dirname, '../nginx/tezgah-site.conf'), 'utf8')
const site = renderSite(template, settings)
const locations = site.match(/^ +location [^{\n]*\{[^}]*\}/gm) ?? []

describe('the files for nginx', () => {
  test('every location that proxies includes proxy_headers.inc, and none adds to it', () => {
    const proxying = locations.filter((location) => location.includes('proxy_pass'))
    expect(proxying).toHaveLength(7)
    for (const location of proxying) {
      expect(location).toContain('include /etc/nginx/tezgah/proxy_headers.inc;')
      expect(location).not.toMatch(/proxy_set_header|add_header/)
    }
  })

  test('nothing of a template is left, and IPv6 can be left out', () => {
    expect(site).not.toContain('@')
    expect(site).toContain('listen [::]:443 ssl http2;')
    expect(renderSite(template, { ...settings, ipv6: false })).not.toContain('[::]')
  })

  test.each([
    { serverName: 'desk.example.com; return 200' },
    { serverName: 'Desk.example.com' },
    { upstream: '10.0.0.1:3003' },
    { httpsListen: '443 ssl' },
    { logDir: '/var/log/a b' },
  ])('a value that could break out of its place is refused: %o', (wrong) => {
    const [name] = Object.keys(wrong)
    expect(() => renderSite(template, { ...settings, ...wrong })).toThrow(`${name} must match`)
  })

  test('a placeholder without a value is an error', () => {
    expect(() => renderSite('listen @PORT@;', settings)).toThrow('@PORT@ is not a placeholder of this kit')
  })
})
