import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestModules } from '../../src/strategies/module-digest.ts'

let folder: string
const write = (name: string, source: string) => writeFile(path.join(folder, name), source)
const digest = () => digestModules(pathToFileURL(path.join(folder, 'index.ts')).href)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tezgah-strategies-'))
  await write('index.ts', "import { a } from './a.ts'\nexport { b } from './b.ts'\nconst c = () => import('./c.ts')")
  for (const name of ['a', 'b', 'c']) await write(`${name}.ts`, `import './index.ts'\nexport const ${name} = 1`)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('is the same for the same files', async () => {
  expect(digest()).toBe(digest())
})

it.each(['index.ts', 'a.ts', 'b.ts', 'c.ts'])('is another once %s was edited', async (name) => {
  const before = digest()
  await write(name, 'export const edited = 2')
  expect(digest()).not.toBe(before)
})

it('minds no file that is not imported, and none that is missing', async () => {
  const before = digest()
  await write('other.ts', 'export const other = 1')
  expect(digest()).toBe(before)
  await write('a.ts', "export * from './missing.ts'")
  expect(digest()).toMatch(/^[0-9a-f]{64}$/)
})

it('is refused for more files than it may read, rather than made of some of them', async () => {
  await write('a.ts', Array.from({ length: 10_000 }, (_, index) => `import './missing-${index}.ts'`).join('\n'))
  expect(digest).toThrow(/index\.ts must import at most 10000 files, and imports more/)
})

it('is that of the code, wherever it is', async () => {
  const before = digest()
  const moved = `${folder}-moved`
  await rename(folder, moved)
  try {
    expect(digestModules(pathToFileURL(path.join(moved, 'index.ts')).href)).toBe(before)
  } finally {
    await rename(moved, folder)
  }
})

describe('with a package', () => {
  const manifest = { name: 'kit', version: '1.0.0', exports: { '.': { types: './kit.d.ts', default: './kit.js' } } }
  beforeEach(async () => {
    await mkdir(path.join(folder, 'node_modules/kit'), { recursive: true })
    await write('node_modules/kit/package.json', JSON.stringify(manifest))
    await write('node_modules/kit/kit.js', "export * from './inner.js'")
    await write('node_modules/kit/inner.js', 'export const kit = 1')
    await write('a.ts', "import { kit } from 'kit'\nimport 'node:fs'\nimport 'not-installed'")
  })

  it.each([
    ['its code', 'node_modules/kit/inner.js', 'export const kit = 2'],
    ['its version', 'node_modules/kit/package.json', JSON.stringify({ ...manifest, version: '1.0.1' })],
  ])('is another once %s is another', async (_, file, source) => {
    const before = digest()
    await write(file, source)
    expect(digest()).not.toBe(before)
  })

  it('takes a subpath by the exports, and the source in a checkout', async () => {
    const sources = { '@tezgah/source': './more.ts', default: './kit.js' }
    await write('node_modules/kit/package.json', JSON.stringify({ ...manifest, exports: { './more': sources } }))
    await write('a.ts', "import 'kit/more'")
    await write('node_modules/kit/more.ts', '1')
    const before = digest()
    await write('node_modules/kit/inner.js', 'not imported')
    expect(digest()).toBe(before)
    await write('node_modules/kit/more.ts', '2')
    expect(digest()).not.toBe(before)
  })
})
