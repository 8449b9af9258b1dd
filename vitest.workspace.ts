import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

// Tests follow the sources of sibling packages, so none of them needs a build.
const conditions = ['@tezgah/source', 'module', 'development|production']

const folders = ['packages', 'examples'].flatMap((room) =>
  readdirSync(path.join(import.meta.dirname, room)).map((name) => `${room}/${name}`),
)

const projects = [...folders, 'docs']
  .filter((folder) => existsSync(path.join(import.meta.dirname, folder, 'test')))
  .map((folder) => ({
    extends: true as const,
    test: { name: folder, root: `./${folder}`, include: ['test/**/*.test.{ts,tsx}'] },
  }))

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions: ['node', ...conditions] } },
  test: {
    projects,
    coverage: { provider: 'v8', include: ['packages/*/src/**', 'examples/*/src/**'] },
  },
})
