import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { openChromium } from '@tezgah-examples/testkit'
import { createServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const here = path.join(import.meta.dirname, '..')
const root = path.join(here, '../..')
const pnpm = path.join(root, 'node_modules/pnpm/bin/pnpm.mjs')

/** Packing, installing and starting a browser are slow on a small machine. */
const TIMEOUT_MS = 120_000

describe('the packed engine in programs of other people', { timeout: TIMEOUT_MS }, () => {
  let folder: string
  let digest: string

  beforeAll(async () => {
    if (!existsSync(path.join(root, 'packages/backtest/dist/index.js'))) throw new Error('run `npm run build` first')
    folder = mkdtempSync(path.join(tmpdir(), 'tezgah-embed-'))
    const tarballs = await packAll(folder)
    for (const part of ['esm', 'cjs', 'web'])
      cpSync(path.join(here, part), path.join(folder, part), { recursive: true })
    const zod = JSON.parse(readFileSync(path.join(root, 'packages/backtest/package.json'), 'utf8')).dependencies.zod
    const dependencies = { ...tarballs, zod }
    const overrides = tarballs
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, dependencies }))
    writeFileSync(path.join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ overrides }))
    await run(process.execPath, [pnpm, 'install', '--prefer-offline', '--no-frozen-lockfile'], {
      cwd: folder,
    })
    const { stdout } = await run(process.execPath, [path.join(folder, 'esm/app.mjs')])
    digest = JSON.parse(stdout).digest
  }, TIMEOUT_MS)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('runs as an ES module', () => {
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('runs through require()', async () => {
    const { stdout } = await run(process.execPath, [path.join(folder, 'cjs/app.cjs')])
    expect(JSON.parse(stdout)).toMatchObject({ digest, trades: expect.any(Number) })
  })

  it('runs in a web page with the same digest', async () => {
    const server = await createServer({
      root: folder,
      configFile: false,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1' },
    })
    await server.listen()
    const browser = await openChromium()
    try {
      const page = await browser.newPage()
      await page.goto(new URL('/web/index.html', server.resolvedUrls!.local[0]).href)
      await page.waitForFunction(() => document.querySelector('output')?.textContent !== '')
      expect(JSON.parse((await page.textContent('output'))!)).toMatchObject({ digest })
    } finally {
      await browser.close()
      await server.close()
    }
  })

  it('carries declarations, sources and the schema, and no build leftovers', () => {
    const installed = path.join(folder, 'node_modules/@tezgah/backtest')
    expect(readdirSync(installed).sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      'schema',
      'src',
      'types',
    ])
    const dist = readdirSync(path.join(installed, 'dist'))
    expect(dist).toContain('index.d.ts')
    expect(dist.filter((file) => file.endsWith('.tsbuildinfo'))).toEqual([])
  })
})

/** The engine and the packages that it depends on, which no registry has yet. */
async function packAll(target: string): Promise<Record<string, string>> {
  mkdirSync(target, { recursive: true })
  const names = ['core', 'indicators', 'backtest']
  const packed = names.map(async (name) => {
    const own = path.join(target, 'packed', name)
    await run(process.execPath, [pnpm, 'pack', '--pack-destination', own], { cwd: path.join(root, 'packages', name) })
    return [`@tezgah/${name}`, `file:${path.join(own, readdirSync(own)[0]!)}`]
  })
  return Object.fromEntries(await Promise.all(packed))
}
