import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cacheFolder, defaultCacheFolder } from '../../../src/commands/candles/cache.ts'
import type { DownloadFlags } from '../../../src/commands/candles/flags.ts'
import { fakeIo } from '../../fake-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const flags: DownloadFlags = { symbol: 'BTCTRY', interval: '1h', from: 0, out: 'x.csv' }
const graphUrl = 'https://graph-api.btcturk.com'
const absolute = path.join(path.parse(process.cwd()).root, 'var', 'cache')

describe('the folder of the cache', () => {
  const inFolder = temporaryFolder()

  it.each<[platform: NodeJS.Platform, env: Record<string, string>, folder: string]>([
    ['linux', {}, path.join(homedir(), '.cache')],
    ['linux', { XDG_CACHE_HOME: absolute }, absolute],
    ['linux', { XDG_CACHE_HOME: 'relative' }, path.join(homedir(), '.cache')],
    ['linux', { XDG_CACHE_HOME: '' }, path.join(homedir(), '.cache')],
    ['freebsd', {}, path.join(homedir(), '.cache')],
    ['darwin', { XDG_CACHE_HOME: absolute }, path.join(homedir(), 'Library', 'Caches')],
    ['win32', { LOCALAPPDATA: absolute }, absolute],
    ['win32', {}, path.join(homedir(), 'AppData', 'Local')],
  ])('is on %s with %j where the platform wants it', (platform, env, folder) => {
    expect(defaultCacheFolder(env, platform)).toBe(path.join(folder, 'tezgah', 'candles'))
  })

  it('has one for each exchange in it', () => {
    const io = fakeIo({ cwd: inFolder() })
    expect(cacheFolder(io, { ...flags, cache: 'pages' }, graphUrl)).toBe(inFolder('pages', 'graph-api.btcturk.com'))
    expect(cacheFolder(io, { ...flags, cache: 'pages' }, 'http://127.0.0.1:4/../x')).toBe(
      inFolder('pages', '127.0.0.1_4_.._x'),
    )
  })

  it('is none without a cache, and by default for another exchange', () => {
    const io = fakeIo({ env: { XDG_CACHE_HOME: absolute, LOCALAPPDATA: absolute } })
    expect(cacheFolder(io, { ...flags, cache: false }, graphUrl)).toBeNull()
    expect(cacheFolder(io, { ...flags, graphUrl }, graphUrl)).toBeNull()
    expect(cacheFolder(io, flags, graphUrl)).toContain('graph-api.btcturk.com')
  })

  it('is refused where it is a file', () => {
    writeFileSync(inFolder('file'), '')
    const io = fakeIo({ cwd: inFolder() })
    expect(() => cacheFolder(io, { ...flags, cache: 'file' }, graphUrl)).toThrow(
      `--cache: ${inFolder('file')} is not a folder`,
    )
  })
})
