import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { openChromium } from '@tezgah-examples/testkit'
import { createServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPacked } from './consumer.ts'

const run = promisify(execFile)
const here = path.join(import.meta.dirname, '..')

/** Packing, installing and starting a browser are slow on a small machine. */
const TIMEOUT_MS = 120_000

describe('the packed engine in programs of other people', { timeout: TIMEOUT_MS }, () => {
  let folder: string
  let digest: string

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tezgah-embed-'))
    await installPacked(folder, ['core', 'indicators', 'backtest'], ['zod'])
    for (const part of ['esm', 'cjs', 'web'])
      cpSync(path.join(here, part), path.join(folder, part), { recursive: true })
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
