import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { digestStrategies } from '../../src/strategies/load-strategies.ts'

let folder: string
const write = (name: string, source: string) => writeFile(path.join(folder, name), source)
const digest = () => digestStrategies(pathToFileURL(path.join(folder, 'index.ts')).href)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tezgah-strategies-'))
  await write('index.ts', "import { a } from './a.ts'\nexport { b } from './b.ts'\nconst c = () => import('./c.ts')")
  for (const name of ['a', 'b', 'c']) await write(`${name}.ts`, `import './index.ts'\nexport const ${name} = 1`)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('is the same for the same files', async () => {
  expect(await digest()).toBe(await digest())
})

it.each(['index.ts', 'a.ts', 'b.ts', 'c.ts'])('is another once %s was edited', async (name) => {
  const before = await digest()
  await write(name, 'export const edited = 2')
  expect(await digest()).not.toBe(before)
})

it('minds no file that is not imported, and none that is missing', async () => {
  const before = await digest()
  await write('other.ts', 'export const other = 1')
  expect(await digest()).toBe(before)
  await write('a.ts', "export * from './missing.ts'")
  expect(await digest()).toMatch(/^[0-9a-f]{64}$/)
})
