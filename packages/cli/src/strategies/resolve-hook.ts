import * as nodeModule from 'node:module'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const PROVIDED = ['@tezgah/backtest', '@tezgah/indicators', 'zod']

let registered = false

/**
 * Lets a strategy file run wherever it stands, as a single file in an empty folder or amid a project of any kind:
 *
 * - the engine, the indicators and zod are this command's copies where the file's own folder has none; a copy of its own
 *   always wins;
 * - TypeScript is an ES module in any package, since the `"type": "commonjs"` that npm writes
 *   into a new one is meant for what a compiler makes of such a file. CommonJS is `.cts`.
 */
export function prepareForStrategies(): void {
  // Node before 22.15 has no such hooks: there the file needs its own installed packages.
  if (registered || !('registerHooks' in nodeModule)) return
  registered = true
  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = orOwnCopy(
        specifier,
        () => nextResolve(specifier, context),
        // Not by asking for another parent: `require()` resolves from the file that called it, not from the parent that the hook names.
        () => ({ url: asTheEngineSees(specifier), shortCircuit: true }),
      )
      return isPlainTypeScript(resolved.url) ? { ...resolved, format: 'module-typescript' } : resolved
    },
  })
}

/** The engine's own copies: zod and the indicators are its dependencies, and need not be those of this command. */
function asTheEngineSees(specifier: string): string {
  const fromEngine = nodeModule.createRequire(import.meta.resolve('@tezgah/backtest'))
  return pathToFileURL(fromEngine.resolve(specifier)).href
}

type Resolved = nodeModule.ResolveFnOutput

function orOwnCopy(specifier: string, resolve: () => Resolved, resolveFromHere: () => Resolved): Resolved {
  try {
    return resolve()
  } catch (error) {
    if (isProvided(specifier) && isMissing(error)) return resolveFromHere()
    throw error
  }
}

/** Where Node cannot run TypeScript its own refusal is the clearer one. */
function isPlainTypeScript(url: string): boolean {
  return (
    process.features.typescript !== false &&
    url.startsWith('file:') &&
    url.endsWith('.ts') &&
    !url.includes('/node_modules/')
  )
}

function isProvided(specifier: string): boolean {
  return PROVIDED.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
}
