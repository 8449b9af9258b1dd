import * as nodeModule from 'node:module'

const PROVIDED = ['@tezgah/backtest', 'zod']

let registered = false

/**
 * Lets a strategy file import the engine and zod wherever it stands: where its own folder has neither, this command's
 * copies are used, so that a single file in an empty folder runs. A copy of its own always wins.
 */
export function provideOwnPackages(): void {
  // Node before 22.15 has no such hooks: there the file needs its own installed packages.
  if (registered || !('registerHooks' in nodeModule)) return
  registered = true
  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      try {
        return nextResolve(specifier, context)
      } catch (error) {
        if (!isProvided(specifier) || !isMissing(error)) throw error
        return nextResolve(specifier, { ...context, parentURL: import.meta.url })
      }
    },
  })
}

function isProvided(specifier: string): boolean {
  return PROVIDED.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
}
