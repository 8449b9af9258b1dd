import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8')

it('names only files and folders that exist', () => {
  const named = [...page.matchAll(/`((?:packages|examples|docs)\/[\w./-]+)`/g)].map((match) => match[1]!)
  expect(named.length).toBeGreaterThan(60)
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
})

it('has every package', () => {
  const packages = readdirSync(path.join(root, 'packages'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  expect(packages.map(({ name }) => name).filter((name) => !page.includes(`| \`packages/${name}\``))).toEqual([])
})
