import { hash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Files of one graph: a digest of a part of it would call different code the same. */
const MAX_FILES = 10_000
const IMPORT = /\b(?:from|import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g

/**
 * A digest of modules and of everything that they import: the contents of all files, those of packages included, and name and
 * version of each package. What a module reads by itself is not part of it. The same for every thread and process that runs the
 * same files, wherever they are.
 *
 * @param modules - URLs of files; any other counts by its text
 * @returns sha256, hexadecimal
 * @throws RangeError for more than 10,000 files
 */
export function digestModules(...modules: readonly string[]): string {
  const found = new Map<string, string>()
  const resolve = createResolver()
  const waiting = [...modules]
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (found.has(url)) continue
    if (found.size >= MAX_FILES)
      throw new RangeError(`${modules.join(', ')} must import at most ${MAX_FILES} files, and imports more`)
    const source = url.startsWith('file:') ? read(new URL(url)) : url
    found.set(url, hash('sha256', source))
    if (source !== url) for (const specifier of importsOf(source)) waiting.push(...resolve(specifier, url))
  }
  // Of the contents, not of the paths: the same code in another folder is the same code.
  return hash('sha256', [...found.values()].sort().join('\n'))
}

function importsOf(source: string): readonly string[] {
  return [...source.matchAll(IMPORT)].map(([, specifier = '']) => specifier)
}

/** Returns the URLs of what a module imports: files, or a text for what cannot be found. */
function createResolver(): (specifier: string, importer: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (specifier, importer) => {
    if (/^\.{1,2}\//.test(specifier) || specifier.startsWith('file:')) return [new URL(specifier, importer).href]
    if (isBuiltin(specifier) || specifier.startsWith('#')) return []
    const isSource = importer.endsWith('.ts')
    const key = `${specifier} ${isSource} ${path.dirname(fileURLToPath(importer))}`
    const urls = known.get(key) ?? resolvePackage(specifier, importer, isSource)
    known.set(key, urls)
    return urls
  }
}

function resolvePackage(specifier: string, importer: string, isSource: boolean): readonly string[] {
  const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(specifier) ?? []
  const root = packageRoot(name, path.dirname(fileURLToPath(importer)))
  if (root === null) return [`not found: ${specifier}`]
  const manifest = JSON.parse(read(pathToFileURL(path.join(root, 'package.json'))) || '{}') as Manifest
  const file = entryOf(manifest, `.${subpath}`, isSource)
  const identity = `${name}@${manifest.version}`
  return file === null ? [`${identity}${subpath}`] : [identity, pathToFileURL(path.join(root, file)).href]
}

type Exports = string | null | readonly Exports[] | { readonly [key: string]: Exports }
type Manifest = {
  readonly version?: string
  readonly exports?: Exports
  readonly module?: string
  readonly main?: string
}

/** Where a package is, seen from a folder; links are followed, as Node does. */
function packageRoot(name: string, from: string): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    try {
      return realpathSync(path.join(folder, 'node_modules', name))
    } catch {
      if (folder === path.dirname(folder)) return null
    }
  }
}

/** The file that a package exports under a subpath, as Node and a checkout of this project choose it. */
function entryOf({ exports, main, module }: Manifest, subpath: string, isSource: boolean): string | null {
  if (exports === undefined) return subpath === '.' ? (module ?? main ?? 'index.js') : subpath
  const isMap =
    typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'))
  const target = isMap ? (exports as Record<string, Exports>)[subpath] : subpath === '.' ? exports : undefined
  return fileOf(target, isSource ? ['@tezgah/source', ...CONDITIONS] : CONDITIONS)
}

const CONDITIONS: readonly string[] = ['node', 'import', 'default']

function fileOf(target: Exports | undefined, conditions: readonly string[]): string | null {
  if (typeof target === 'string') return target
  if (typeof target !== 'object' || target === null) return null
  for (const [key, value] of Object.entries(target)) {
    const file = Array.isArray(target) || conditions.includes(key) ? fileOf(value, conditions) : null
    if (file !== null) return file
  }
  return null
}

/** Empty for a file that is not there, such as an import named in a comment. */
function read(url: URL): string {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return ''
  }
}
