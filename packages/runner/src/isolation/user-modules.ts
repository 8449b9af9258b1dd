import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { RunnerError } from '../errors.ts'

/** Where users' strategies are. */
export type UserStrategySource =
  /** Each `.js`, `.mjs`, `.ts` or `.mts` file in it is a module, and each folder in it that has one called `index`. */
  | { readonly folder: string }
  /** Such files and folders, each by its path. */
  | { readonly modules: readonly string[] }

/** A module and what is its own. */
export type UserModule = {
  /** Absolute path of the file to import. */
  readonly file: string
  /** The file itself, or the folder whose `index` it is: all that its process can read of the user's. */
  readonly root: string
  readonly isFolder: boolean
}

const EXTENSIONS = ['js', 'mjs', 'ts', 'mts'] as const
const IS_MODULE = /^[^.].*(?<!\.d)\.m?[jt]s$/
const MAX_MODULES = 100
const MAX_FILES = 1_000
const MAX_BYTES = 16 * 1024 ** 2

/** @throws RunnerError `invalid_strategies` for a path that is no module, or too many of them */
export async function findUserModules(source: UserStrategySource): Promise<readonly UserModule[]> {
  const paths = 'modules' in source ? source.modules : await pathsIn(source.folder)
  if (paths.length > MAX_MODULES)
    throw invalid('userStrategies', `are ${paths.length} modules, at most ${MAX_MODULES} are allowed`)
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
  const root = await realpath(given).catch(() => null)
  if (root === null) throw invalid(given, 'does not exist')
  if ((await lstat(root)).isFile()) {
    if (!IS_MODULE.test(path.basename(root)))
      throw invalid(given, `must end in ${EXTENSIONS.map((end) => `.${end}`).join(', ')}`)
    return { file: root, root, isFolder: false }
  }
  const names = new Set(await readdir(root))
  const index = EXTENSIONS.map((end) => `index.${end}`).find((name) => names.has(name))
  if (index === undefined) throw invalid(given, `must have an index.${EXTENSIONS.join(', index.')}`)
  return { file: path.join(root, index), root, isFolder: true }
}

/**
 * sha256 over the names and contents of a module's files, hexadecimal.
 *
 * @throws RunnerError `invalid_strategies` for a link, or more or larger files than a strategy needs
 */
export async function codeSha256(module: UserModule): Promise<string> {
  const files = module.isFolder ? await filesIn(module.root) : [module.root]
  const hash = createHash('sha256')
  let total = 0
  for (const file of files) {
    const content = await readFile(file)
    total += content.length
    if (total > MAX_BYTES) throw invalid(module.root, `has more than ${MAX_BYTES} bytes`)
    hash.update(`${path.relative(module.root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  if (entries.length > MAX_FILES) throw invalid(folder, `has ${entries.length} files, at most ${MAX_FILES} are allowed`)
  const link = entries.find((entry) => entry.isSymbolicLink())
  if (link !== undefined)
    throw invalid(path.join(link.parentPath, link.name), 'is a link, which a strategy may not have')
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => path.join(parentPath, name))
    .sort()
}

function invalid(where: string, problem: string): RunnerError {
  return new RunnerError('invalid_strategies', `${where} ${problem}`)
}
