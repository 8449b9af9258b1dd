import { registerHooks } from 'node:module'

/** What a strategy may import beside its own files. */
const PACKAGES = ['@tezgah/backtest', '@tezgah/indicators', 'zod']
/** Parts of Node that reach nothing outside. */
const BUILTINS = new Set(['assert', 'buffer', 'events', 'path', 'querystring', 'string_decoder', 'url', 'util'])
const FORMATS: Readonly<Record<string, string>> = {
  js: 'module',
  mjs: 'module',
  ts: 'module-typescript',
  mts: 'module-typescript',
}
/** Ways out of the process that are not imported, but lie about. */
const DOORS = [
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'localStorage',
  'sessionStorage',
  'navigator',
] as const

/**
 * A belt, beside the permission model that is the wall: from here on modules of the user may import their own files, the engine,
 * zod and harmless parts of Node; the ways to the network that are global are gone, and so is the real `process`.
 *
 * @param root - `file:` URL of what is the user's: a file, or a folder with a slash at its end
 */
export function closeRoom(root: string): void {
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
      throw new Error(`a strategy may not import "${specifier}"`)
    },
    load(url, context, nextLoad) {
      if (!isWithin(url, root)) return nextLoad(url, context)
      const format = FORMATS[url.split('.').at(-1) ?? '']
      // A CommonJS module would be handed `module`, and with it everything that can be loaded.
      if (format === undefined) throw new Error(`a strategy may import only .js, .mjs, .ts and .mts files, was ${url}`)
      return nextLoad(url, { ...context, format })
    },
  })
  for (const name of DOORS) Reflect.deleteProperty(globalThis, name)
  const harmless = Object.freeze({
    env: Object.freeze({}),
    argv: [],
    platform: process.platform,
    version: process.version,
  })
  Object.defineProperty(globalThis, 'process', { value: harmless, writable: false, configurable: false })
}

/** Whatever does not come from a package is the user's, `data:` URLs too. */
function isUsers(parentUrl: string | undefined, root: string): boolean {
  if (parentUrl === undefined) return false
  return !parentUrl.startsWith('file:') || isWithin(parentUrl, root)
}

function isWithin(url: string, root: string): boolean {
  return root.endsWith('/') ? url.startsWith(root) : url === root
}
