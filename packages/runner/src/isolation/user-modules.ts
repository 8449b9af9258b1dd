import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { invalidStrategies } from '../errors.ts'

/** Location of users' strategies. */
export type UserStrategySource =
  /** Each `.js`, `.mjs`, `.ts` or `.mts` file in it is a module, and each folder in it that has one called `index`. */
  | { readonly folder: string }
  /** Such files and folders, each by its path. */
  | { readonly modules: readonly string[] }

/** A module and its root. */
export type UserModule = {
  /** Absolute path of the file to import. */
  readonly file: string
  /** The file itself, or the folder whose `index` it is: the user's only files that its process can read. */
  readonly root: string
  readonly isFolder: boolean
}

const EXTENSIONS = ['js', 'mjs', 'ts', 'mts'] as const
const IS_MODULE = /^[^.].*(?<!\.d)\.m?[jt]s$/
const MAX_MODULES = 100
const MAX_FILES = 1_000
const MAX_BYTES = 16 * 1024 ** 2

/** @throws RunnerError `invalid_strategies` for a path that is not a module, or too many of them */
export async function findUserModules(source: UserStrategySource): Promise<readonly UserModule[]> {
  const paths = 'modules' in source ? source.modules : await pathsIn(source.folder)
  if (paths.length > MAX_MODULES)
    throw invalidStrategies('userStrategies', `must be at most ${MAX_MODULES} modules, received ${paths.length}`)
  return Promise.all(paths.map(readModule))
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const isWanted = (entry: Dirent) => (entry.isFile() ? IS_MODULE.test(entry.name) : isOwnFolder(entry))
  return entries
    .filter(isWanted)
    .map(({ name }) => path.join(folder, name))
    .sort()
}

function isOwnFolder(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules'
}

async function readModule(given: string): Promise<UserModule> {
  const module = await locate(given)
  if (/ts$/.test(module.file) && !process.features.typescript) {
    throw invalidStrategies(given, `is TypeScript, which needs Node 22.18 or newer, this is ${process.version}`)
  }
  return module
}

async function locate(given: string): Promise<UserModule> {
  const root = await realpath(given).catch(() => null)
  if (root === null) throw invalidStrategies(given, 'does not exist')
  if ((await lstat(root)).isFile()) {
    if (!IS_MODULE.test(path.basename(root)))
      throw invalidStrategies(given, `must end in ${EXTENSIONS.map((end) => `.${end}`).join(', ')}`)
    return { file: root, root, isFolder: false }
  }
  const names = new Set(await readdir(root))
  const index = EXTENSIONS.map((end) => `index.${end}`).find((name) => names.has(name))
  if (index === undefined) throw invalidStrategies(given, `must have an index.${EXTENSIONS.join(', index.')}`)
  return { file: path.join(root, index), root, isFolder: true }
}

/**
 * sha256 over the names and contents of a module's files, hexadecimal.
 *
 * @throws RunnerError `invalid_strategies` for a symbolic link, or too many or too large files
 */
export async function codeSha256(module: UserModule): Promise<string> {
  const files = module.isFolder ? await filesIn(module.root) : [module.root]
  const hash = createHash('sha256')
  let total = 0
  for (const file of files) {
    const content = await readFile(file)
    total += content.length
    if (total > MAX_BYTES) throw invalidStrategies(module.root, `must have at most ${MAX_BYTES} bytes`)
    hash.update(`${path.relative(module.root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  if (entries.length > MAX_FILES)
    throw invalidStrategies(folder, `must have at most ${MAX_FILES} files, received ${entries.length}`)
  const link = entries.find((entry) => entry.isSymbolicLink())
  if (link !== undefined) throw invalidStrategies(path.join(link.parentPath, link.name), 'must not be a symbolic link')
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => path.join(parentPath, name))
    .sort()
}
