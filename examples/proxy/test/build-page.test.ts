import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPageIfStale, PAGE_DIRECTORY } from '../src/build-page.ts'

const BUILD_LIMIT_MS = 60_000
const KILOBYTE = 1_000

/** Size with gzip of each script of the page. */
function scriptSizes(): readonly (readonly [string, number])[] {
  const folder = path.join(PAGE_DIRECTORY, 'assets')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, gzipSync(readFileSync(path.join(folder, name)), { level: 9 }).length])
}

describe('the built page', () => {
  beforeAll(() => buildPageIfStale(), BUILD_LIMIT_MS)

  it('is not built again from the same sources', async () => {
    expect(await buildPageIfStale()).toBe(false)
  })

  // The development form of the chart library, which a test runner would get, is above the second limit.
  it('has at most 40 kB of script before any view, and 130 kB with every view and the charts', () => {
    const sizes = scriptSizes()
    const first = sizes.find(([name]) => name.startsWith('index-'))?.[1]
    expect(first).toBeLessThan(40 * KILOBYTE)
    const views = sizes.filter(([name]) => !name.startsWith('worker-'))
    expect(views.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(130 * KILOBYTE)
  })

  it('has a worker that verifies the audit log, of at most 25 kB', () => {
    expect(scriptSizes().find(([name]) => name.startsWith('worker-'))?.[1]).toBeLessThan(25 * KILOBYTE)
  })
})
