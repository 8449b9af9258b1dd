import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Strategy } from '@tezgah/backtest'
import { UsageError } from '../exit.ts'
import type { CliIo } from '../io.ts'
import { importModule } from './import-module.ts'

/** The module whose strategies can be named, and the flag or file that names the module. */
export type RegistrySource = { readonly file: string; readonly namedBy: string }

/**
 * Where names come from: `--strategies`, then the environment's `TEZGAH_STRATEGIES`, then the nearest `package.json`
 * upwards with `{ "tezgah": { "strategies": "./path.ts" } }`.
 *
 * @returns null where none of them is set
 */
export function findRegistry(io: CliIo, option: string | undefined): RegistrySource | null {
  if (option !== undefined) return { file: path.resolve(io.cwd, option), namedBy: '--strategies' }
  const fromEnvironment = io.env['TEZGAH_STRATEGIES']
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    return { file: path.resolve(io.cwd, fromEnvironment), namedBy: 'TEZGAH_STRATEGIES' }
  }
  return findInPackages(path.resolve(io.cwd))
}

function findInPackages(start: string): RegistrySource | null {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json')
    const strategies = readStrategiesKey(manifest)
    if (strategies !== undefined)
      return { file: path.resolve(folder, strategies), namedBy: `tezgah.strategies in ${manifest}` }
    if (folder === path.dirname(folder)) return null
  }
}

function readStrategiesKey(manifest: string): string | undefined {
  const content = readManifest(manifest)
  if (typeof content !== 'object' || content === null || !('tezgah' in content)) return undefined
  const { tezgah } = content
  if (typeof tezgah !== 'object' || tezgah === null || !('strategies' in tezgah)) return undefined
  if (typeof tezgah.strategies === 'string') return tezgah.strategies
  throw new UsageError(`tezgah.strategies in ${manifest} must be a path, was ${JSON.stringify(tezgah.strategies)}`)
}

function readManifest(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // No manifest here, or one that npm could not read either: look further up.
    return undefined
  }
}

/**
 * The strategies of a registry module by name, in its own order: those of its list `strategies`, or every exported one.
 *
 * @throws UsageError if the module cannot be loaded, exports none, or exports two of one name
 */
export async function loadRegistry({ file, namedBy }: RegistrySource): Promise<ReadonlyMap<string, Strategy>> {
  const module = await importModule(file, namedBy)
  const listed = module['strategies']
  const found = (Array.isArray(listed) ? listed : Object.values(module)).filter(isStrategy)
  const byName = new Map<string, Strategy>()
  for (const strategy of new Set(found)) {
    if (byName.has(strategy.name))
      throw new UsageError(`${namedBy}: ${file} has two strategies named "${strategy.name}"`)
    byName.set(strategy.name, strategy)
  }
  if (byName.size === 0) throw new UsageError(`${namedBy}: ${file} exports no strategy; export a list named strategies`)
  return byName
}

/**
 * True for what `defineStrategy` returns, recognised by its shape: the file may have been loaded with another installed copy of the engine.
 */
export function isStrategy(value: unknown): value is Strategy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'params' in value &&
    typeof value.params === 'object' &&
    value.params !== null &&
    '_zod' in value.params &&
    'setup' in value &&
    typeof value.setup === 'function'
  )
}
