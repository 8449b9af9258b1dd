import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openChromium } from '@tezgah-examples/testkit'
import { buildPageIfStale } from '../../src/page/build.ts'
import { startExecutor, startProxy } from '../support/services.ts'
import { fillDesk } from './fill-desk.ts'
import { addOperators, Person } from './person.ts'
import { shoot } from './shoot.ts'

// Writes every view, in both themes, both languages and two widths, to examples/proxy/screenshots. Run it with: npm run screenshots

const TOKEN = 'only-for-screenshots-5f2a9c'
const OUT = path.join(import.meta.dirname, '..', '..', 'screenshots')

const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-screenshots-'))
const operatorsFile = path.join(folder, 'operators.json')
rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
addOperators(operatorsFile, ['ayse', 'mehmet'])
await buildPageIfStale()
const executor = await startExecutor(TOKEN, { operatorsFile, env: { SPOT_SOURCE: 'simulator' } })
const proxy = await startProxy(TOKEN, executor.url, { OPERATORS_FILE: operatorsFile })
const browser = await openChromium()
try {
  const [ayse, mehmet] = await Promise.all([Person.signIn(proxy.url, 'ayse'), Person.signIn(proxy.url, 'mehmet')])
  const runs = await fillDesk(ayse, mehmet)
  await shoot(browser, { url: proxy.url, cookie: ayse.cookie, runs, out: OUT })
} finally {
  await browser.close()
  await proxy.close()
  await executor.close()
  rmSync(folder, { recursive: true, force: true })
}
