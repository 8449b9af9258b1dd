import { existsSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a run needs, and what a user's module may import. */
const NEEDED = ['@tezgah/backtest', 'decimal.js', 'zod'] as const

/** Folders that a process has to be able to read: this package, and the packages that a run needs with all that they need. */
export function readablePackages(): readonly string[] {
  const own = packageOf(path.dirname(fileURLToPath(import.meta.url)))
  const found = new Set([path.join(own, 'src'), path.join(own, 'dist'), path.join(own, 'package.json')])
  for (const name of NEEDED) addPackage(name, own, found)
  return [...found].filter((folder) => existsSync(folder))
}

function addPackage(name: string, from: string, found: Set<string>): void {
  const link = findPackage(name, from)
  // An optional one that is not installed is not needed either.
  if (link === null) return
  const folder = realpathSync(link)
  found.add(link)
  if (found.has(folder) && folder !== link) return
  found.add(folder)
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  for (const next of Object.keys(dependencies)) addPackage(next, folder, found)
}

function findPackage(name: string, from: string): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name)
    if (existsSync(path.join(candidate, 'package.json'))) return candidate
    if (folder === path.dirname(folder)) return null
  }
}

function packageOf(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : packageOf(path.dirname(folder))
}
