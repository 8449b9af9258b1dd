import path from 'node:path'
import type { Strategy } from '@tezgah/backtest'
import { UsageError } from '../exit.ts'
import type { CliIo } from '../io.ts'
import { importModule } from './import-module.ts'
import { findRegistry, isStrategy, loadRegistry } from './registry.ts'

/**
 * The strategy that `--strategy` means: a module where it looks like a path, a name in the registry otherwise.
 *
 * @throws UsageError if there is no such module or name, or the module holds no single strategy
 */
export async function loadStrategy(io: CliIo, given: string, registry: string | undefined): Promise<Strategy> {
  return looksLikePath(given) ? fromModule(path.resolve(io.cwd, given)) : byName(io, given, registry)
}

function looksLikePath(text: string): boolean {
  return /[\\/]/.test(text) || /\.[cm]?[jt]s$/.test(text)
}

async function fromModule(file: string): Promise<Strategy> {
  const module = await importModule(file, '--strategy')
  if (isStrategy(module['default'])) return module['default']
  const named = Object.entries(module).filter(([, value]) => isStrategy(value))
  const different = [...new Set(named.map(([, value]) => value))].filter(isStrategy)
  if (different[0] !== undefined && different.length === 1) return different[0]
  const names = named.map(([name]) => name).join(', ')
  throw new UsageError(
    different.length === 0
      ? `--strategy: ${file} exports no strategy; export what defineStrategy() returns, as the default or by name`
      : `--strategy: ${file} exports several strategies (${names}); export the one to run as the default`,
  )
}

async function byName(io: CliIo, name: string, option: string | undefined): Promise<Strategy> {
  const source = findRegistry(io, option)
  if (source === null) {
    throw new UsageError(
      `--strategy: "${name}" is a name, and no list of named strategies is set; give a path such as ./${name}.ts, ` +
        'or name a module with --strategies, TEZGAH_STRATEGIES or "tezgah": { "strategies": … } in package.json',
    )
  }
  const strategies = await loadRegistry(source)
  const strategy = strategies.get(name)
  if (strategy !== undefined) return strategy
  throw new UsageError(`--strategy: no strategy named "${name}"; there are ${[...strategies.keys()].join(', ')}`)
}
