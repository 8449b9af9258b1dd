// `npm run mutation -- PACKAGE`: changes the core of a package in every way that Stryker knows, and counts the changes that no test
// notices. Runs of one package reuse what the last one found.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { CORES } from './cores.mjs'

const root = path.join(import.meta.dirname, '../..')
const workshop = path.join(root, 'node_modules/.cache/mutation')

const [name = '', ...options] = process.argv.slice(2)
if (!Object.hasOwn(CORES, name)) {
  console.error(
    `usage: npm run mutation -- PACKAGE [options of Stryker]\nPACKAGE is one of ${Object.keys(CORES).join(', ')}`,
  )
  process.exit(2)
}

// The mutated copy lies among links to its siblings, so that relative paths in tests hold.
mkdirSync(path.join(workshop, 'packages'), { recursive: true })
const siblings = readdirSync(path.join(root, 'packages'), { withFileTypes: true }).filter((each) => each.isDirectory())
for (const folder of ['examples', ...siblings.map((each) => `packages/${each.name}`)]) {
  const link = path.join(workshop, folder)
  if (!existsSync(link)) symlinkSync(path.join(root, folder), link, 'junction')
}

// Stryker's program is a script on Windows, which only a shell starts.
const { status } = spawnSync(
  `stryker run "${path.join(import.meta.dirname, 'stryker.config.mjs')}" ${options.join(' ')}`,
  {
    cwd: path.join(root, 'packages', name),
    env: { ...process.env, TEZGAH_PACKAGE: name },
    shell: true,
    stdio: 'inherit',
  },
)
process.exitCode = status ?? 1
