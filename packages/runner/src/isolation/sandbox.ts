import { registerHooks } from 'node:module'

/** Packages that a strategy may import. */
const PACKAGES = ['@tezgah/backtest', '@tezgah/indicators', 'zod']
/** Modules of Node that reach nothing outside the process. */
const BUILTINS = new Set(['assert', 'buffer', 'events', 'path', 'querystring', 'string_decoder', 'url', 'util'])
const FORMATS: Readonly<Record<string, string>> = {
  js: 'module',
  mjs: 'module',
  ts: 'module-typescript',
  mts: 'module-typescript',
}
/** Globals that reach outside the process. */
const REMOVED_GLOBALS = [
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'localStorage',
  'sessionStorage',
  'navigator',
] as const

/** What the engine holds candles of the future in, and calls on them. */
const COLUMN_TYPES = ['Float64Array', 'Int32Array', 'Array'] as const

/**
 * A second line of defence, behind the permission model: from now on modules of the user may import their own files, the engine, its
 * indicators, zod and harmless modules of Node; the globals for the network are removed, and so is the real `process`.
 * Arrays cannot be changed, as a method of its own would give a strategy the candles that the engine calls it on.
 *
 * @param root - `file:` URL of the user's module: a file, or a folder with a slash at its end
 */
export function installSandbox(root: string): void {
  // The engine's own copies of zod and the indicators are the ones that it understands.
  const engine = import.meta.resolve('@tezgah/backtest')
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!isUsers(context.parentURL, root)) return nextResolve(specifier, context)
      if (PACKAGES.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
        return nextResolve(specifier, { ...context, parentURL: engine })
      }
      const resolved = /^(\.{0,2}\/|file:)/.test(specifier) ? nextResolve(specifier, context) : null
      if (resolved !== null && isWithin(resolved.url, root)) return resolved
      if (BUILTINS.has(specifier.replace(/^node:/, ''))) return nextResolve(specifier, context)
      throw new Error(`a strategy must import only its own files and ${PACKAGES.join(', ')}, received "${specifier}"`)
    },
    load(url, context, nextLoad) {
      if (!isWithin(url, root)) return nextLoad(url, context)
      const format = FORMATS[url.split('.').at(-1) ?? '']
      // A CommonJS module would receive `module`, which can load anything.
      if (format === undefined)
        throw new Error(`a strategy must import only .js, .mjs, .ts and .mts files, received ${url}`)
      return nextLoad(url, { ...context, format })
    },
  })
  for (const name of REMOVED_GLOBALS) Reflect.deleteProperty(globalThis, name)
  const harmless = Object.freeze({
    env: Object.freeze({}),
    argv: [],
    platform: process.platform,
    version: process.version,
  })
  Object.defineProperty(globalThis, 'process', { value: harmless, writable: false, configurable: false })
  freezeColumns()
}

function freezeColumns(): void {
  for (const name of COLUMN_TYPES) {
    const type = globalThis[name]
    Object.freeze(type.prototype)
    Object.defineProperty(globalThis, name, { value: type, writable: false, configurable: false })
  }
  Object.freeze(Object.getPrototypeOf(Float64Array.prototype))
}

/** True for what is not part of a package, `data:` URLs included. */
function isUsers(parentUrl: string | undefined, root: string): boolean {
  if (parentUrl === undefined) return false
  return !parentUrl.startsWith('file:') || isWithin(parentUrl, root)
}

function isWithin(url: string, root: string): boolean {
  return root.endsWith('/') ? url.startsWith(root) : url === root
}
