import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOM = path.join(import.meta.dirname, '../..')

/** Folder of the built page. */
export const PAGE_DIRECTORY: string = path.join(ROOM, 'dist')

const KEY_FILE = 'build-key.txt'

/** A digest of contents, not of file times: it must be right in a fresh clone and after switching branches. */
function sourceKey(): string {
  const hash = createHash('sha256')
  const sources = readdirSync(path.join(ROOM, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const settings = [import.meta.filename, path.join(ROOM, 'vite.config.ts'), path.join(ROOM, 'package.json')]
  for (const file of [...sources, ...settings].sort()) {
    hash.update(path.relative(ROOM, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function builtKey(): string | null {
  const file = path.join(PAGE_DIRECTORY, KEY_FILE)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/** Vite picks the development form of a library unless NODE_ENV says production, and a test runner says otherwise. */
async function inProduction(build: () => Promise<unknown>): Promise<void> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build()
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

/** Builds the page unless `dist` was built from the same sources. Returns whether it built. */
export async function buildPageIfStale(): Promise<boolean> {
  const key = sourceKey()
  if (builtKey() === key) return false
  const { build } = await import('vite')
  const fresh = `${PAGE_DIRECTORY}.${process.pid}`
  await inProduction(() =>
    build({
      configFile: path.join(ROOM, 'vite.config.ts'),
      root: path.join(ROOM, 'web'),
      logLevel: 'warn',
      build: { outDir: fresh, emptyOutDir: true },
    }),
  )
  writeFileSync(path.join(fresh, KEY_FILE), key)
  replaceDirectory(fresh, key)
  return true
}

/** Replaces the folder in one step, so that a server or a parallel build never finds half a page. */
function replaceDirectory(fresh: string, key: string): void {
  rmSync(PAGE_DIRECTORY, { recursive: true, force: true, maxRetries: 5 })
  try {
    renameSync(fresh, PAGE_DIRECTORY)
  } catch (error) {
    // A parallel build of the same sources was faster; its page is the same.
    rmSync(fresh, { recursive: true, force: true, maxRetries: 5 })
    if (builtKey() !== key) throw error
  }
}
