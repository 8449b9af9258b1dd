import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const names = new Set(
  globSync('packages/*/package.json', { cwd: root }).map(
    (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).name as string,
  ),
)
const FRONT_MATTER = /^---\n((?:'[^']+': (?:patch|minor|major)\n)+)---\n\n\S/

describe.each(globSync('.changeset/*.md', { cwd: root }))('%s', (file) => {
  const entries = FRONT_MATTER.exec(readFileSync(path.join(root, file), 'utf8'))?.[1]

  it('says in its front matter which packages change, and then what a user notices', () => {
    expect(entries).toBeDefined()
  })

  it('names packages that there are', () => {
    const named = [...(entries ?? '').matchAll(/^'([^']+)'/gm)].map(([, name]) => name!)
    expect(named.filter((name) => !names.has(name))).toEqual([])
  })
})
