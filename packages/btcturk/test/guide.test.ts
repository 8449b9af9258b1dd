import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from '../src/client.ts'
import { CREDENTIALS } from './kit/fake-exchange.ts'

const run = promisify(execFile)
const home = path.join(import.meta.dirname, '..')
const readme = readFileSync(path.join(home, 'README.md'), 'utf8')
const guide = readFileSync(path.join(home, '../../docs/btcturk.md'), 'utf8')
const exchange = pathToFileURL(path.join(import.meta.dirname, 'fixtures/offline-exchange.ts')).href

let folder: string

beforeAll(() => {
  // Inside the package, where the programs find it by name.
  folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What a program of the documentation prints, with an exchange in its own process. */
async function output(name: string, code: string): Promise<string> {
  const file = path.join(folder, name)
  writeFileSync(file, code)
  const env = { ...process.env, BTCTURK_KEY: CREDENTIALS.publicKey, BTCTURK_SECRET: CREDENTIALS.secret, NO_COLOR: '1' }
  const { stdout } = await run(process.execPath, ['--conditions=@tezgah/source', '--import', exchange, file], { env })
  return stdout.trim()
}

it('the README shows a program that prints what it says', { timeout: 60_000 }, async () => {
  const code = /```ts\n(.*?)```/s.exec(readme)![1]!
  const promised = [...code.matchAll(/^console\.log.* \/\/ (.*)$/gm)].map(([, line]) => line!)
  const printed = await output('readme.ts', code)
  expect(printed.replaceAll(/\s+/g, ' ')).toBe(promised.join(' '))
})

describe('the guide', () => {
  const programs = [...guide.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```\n+```text\n(.*?)\n```/gs)]

  it('shows programs', () => {
    expect(programs.map(([, name]) => name)).toEqual([
      'market.ts',
      'rules.ts',
      'order.ts',
      'shared-limits.ts',
      'offline.ts',
    ])
    expect([...guide.matchAll(/```ts/g)]).toHaveLength(programs.length)
  })

  it.each(programs.map(([, name, code, text]) => [name!, code!, text!]))(
    '%s prints what is shown',
    { timeout: 60_000 },
    async (name, code, text) => {
      expect(await output(name, code)).toBe(text)
    },
  )

  it('names every method of the client', () => {
    const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(Client.prototype))
    const methods = [...inherited, ...Object.getOwnPropertyNames(Client.prototype)]
    const missing = methods.filter(
      (name) => !['constructor', 'transport'].includes(name) && !`${guide}${readme}`.includes(`\`${name}`),
    )
    expect(missing).toEqual([])
  })

  it('links only to what exists', () => {
    const targets = [...guide.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!)
    expect(targets.filter((target) => !existsSync(path.join(home, '../../docs', target)))).toEqual([])
  })
})
