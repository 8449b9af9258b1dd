import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPageIfStale, PAGE_DIRECTORY } from '../../src/page/build.ts'

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
  it('has at most 40 kB of script before any view, and 120 kB with the largest view and the charts', () => {
    const sizes = scriptSizes().filter(([name]) => !name.startsWith('worker-'))
    const of = (start: string) => sizes.filter(([name]) => name.startsWith(start)).map(([, bytes]) => bytes)
    const shared = sizes.filter(([name]) => !/^(index|view|compare|history)-/.test(name)).map(([, bytes]) => bytes)
    const [shell = Number.NaN] = of('index-')
    expect(shell).toBeLessThan(40 * KILOBYTE)
    const sharedByViews = shared.reduce((sum, bytes) => sum + bytes, 0)
    expect(shell + Math.max(...of('view-')) + sharedByViews).toBeLessThan(120 * KILOBYTE)
  })

  it('has a worker that verifies the audit log, of at most 25 kB', () => {
    expect(scriptSizes().find(([name]) => name.startsWith('worker-'))?.[1]).toBeLessThan(25 * KILOBYTE)
  })
})
