import { execFile } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { requireWhole } from '@tezgah/core/describe'
import { workerEntry } from '@tezgah/core/node/worker-entry'
import { invalidStrategies } from '../errors.ts'
import type { UserModule } from './user-modules.ts'

/**
 * Whether a process has a network and a process namespace of its own (Linux), beside Node's permission model: `auto` where the
 * system permits it; `required` refuses to start without.
 */
export type NamespaceUse = 'auto' | 'required' | 'off'

/** A program and its first arguments. */
export type Command = readonly [program: string, ...args: string[]]

export type NodeOptions = {
  readonly entry: string
  /** Absolute paths of the files, and of the folders with all files in them, that it may read. */
  readonly readable: readonly string[]
  /** MiB of heap. */
  readonly memoryMb: number
  readonly conditions: readonly string[]
}

/**
 * Node under its permission model: reads only these files, no write, no child process, no thread, no addon, no WASI, no inspector,
 * and from Node 25 on no network. What is not allowed by name is denied.
 */
export function nodeCommand({ entry, readable, memoryMb, conditions }: NodeOptions): Command {
  return [
    process.execPath,
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${memoryMb}`,
    ...conditions,
    '--no-warnings',
    entry,
  ]
}

/** A network namespace without any device, and a process namespace in which no other process can be seen or signalled. */
const NAMESPACE_FLAGS: readonly (readonly string[])[] = [
  ['--net', '--pid', '--fork', '--kill-child=SIGKILL', '--'],
  ['--user', '--map-current-user', '--net', '--pid', '--fork', '--kill-child=SIGKILL', '--'],
]

/** Programs that start a command under limits of the kernel. Empty where the system has none of them. */
export type Wrapper = { readonly prefix: readonly string[]; readonly hasNamespaces: boolean }

/** Tries, once, what this system permits. */
export async function findWrapper(use: NamespaceUse): Promise<Wrapper> {
  if (process.platform !== 'linux') return { prefix: [], hasNamespaces: false }
  const [unshare, setpriv, prlimit] = ['unshare', 'setpriv', 'prlimit'].map(findProgram)
  // Killed with this process, also where that crashes; no core dump, no file to write; few descriptors.
  const bounds = [
    ...(setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--']),
    ...(prlimit === undefined ? [] : [prlimit, '--core=0', '--fsize=0', '--nofile=256', '--']),
  ]
  const own = (await succeeds(bounds)) ? bounds : []
  if (use === 'off' || unshare === undefined || !canSeeChildren()) return { prefix: own, hasNamespaces: false }
  for (const flags of NAMESPACE_FLAGS) {
    const prefix = [...own, unshare, ...flags]
    if (await succeeds(prefix)) return { prefix, hasNamespaces: true }
  }
  return { prefix: own, hasNamespaces: false }
}

/** A process behind `unshare` is its child, whose memory can only be watched where children can be listed. */
function canSeeChildren(): boolean {
  return existsSync(`/proc/${process.pid}/task/${process.pid}/children`)
}

function findProgram(name: string): string | undefined {
  return ['/usr/bin', '/bin', '/usr/sbin', '/sbin']
    .map((folder) => `${folder}/${name}`)
    .find((path) => existsSync(path))
}

function succeeds(prefix: readonly string[]): Promise<boolean> {
  const [program, ...args] = [...prefix, findProgram('true') ?? 'true']
  return new Promise((resolve) => {
    execFile(program ?? '', args, { env: {}, timeout: 5_000 }, (error) => resolve(error === null))
  })
}

/** Bounds of the processes in which users' strategies run. */
export type IsolationOptions = {
  /** MiB that one process may use: its heap and, on Linux, all other memory. Default 1,024, at least 128. */
  readonly memoryMb?: number
  /** Network and process namespaces of Linux: `auto` (default) where permitted, `required`, or `off`. */
  readonly namespaces?: NamespaceUse
  /** Milliseconds that a module may take to be imported and described, at the start. Default 20,000. */
  readonly describeMs?: number
}

const ENTRY = workerEntry(import.meta.url, './child.ts', './isolation/child.js')
const CONDITIONS = ENTRY.execArgv ?? []
const MIN_MEMORY_MB = 128

/** What starting a process needs, determined once. */
export type Launcher = {
  readonly wrapper: Wrapper
  readonly memoryMb: number
  readonly describeMs: number
  readonly packages: readonly string[]
  readonly guardModule: string | null
}

/** @throws RunnerError `invalid_strategies` where this system cannot limit a process as required */
export async function createLauncher(
  { memoryMb = 1_024, namespaces = 'auto', describeMs = 20_000 }: IsolationOptions,
  guardModule: string | null = null,
): Promise<Launcher> {
  requireWhole('memoryMb', memoryMb, MIN_MEMORY_MB)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 15)) {
    throw invalidStrategies('userStrategies', `need Node 22.15 or newer, this is ${process.version}`)
  }
  const wrapper = await findWrapper(namespaces)
  if (namespaces === 'required' && !wrapper.hasNamespaces) {
    throw invalidStrategies(
      'userStrategies',
      'need namespaces of Linux (namespaces: required), which this system does not permit',
    )
  }
  return { wrapper, memoryMb, describeMs, packages: readablePackages(guardModule), guardModule }
}

/** The command that starts a process for one module. */
export function launch(
  module: UserModule,
  { memoryMb, packages, wrapper }: Launcher,
): { readonly command: Command; readonly memoryMb: number } {
  const readable = [...packages, module.root]
  const node = nodeCommand({ entry: fileURLToPath(ENTRY.url), readable, memoryMb, conditions: CONDITIONS })
  return { command: [...wrapper.prefix, ...node] as unknown as Command, memoryMb }
}

/** What a run needs, and what a user's module may import. */
const NEEDED = ['@tezgah/backtest', '@tezgah/core', 'zod'] as const

/** Folders that a process must be able to read: this package, that of the guard module, and those of a run, with their dependencies. */
function readablePackages(guardModule: string | null): readonly string[] {
  const own = packageOf(path.dirname(fileURLToPath(import.meta.url)))
  const found = new Set(partsOf(own))
  if (guardModule?.startsWith('file:')) {
    const guards = packageOf(path.dirname(realpathSync(fileURLToPath(guardModule))))
    for (const part of partsOf(guards)) found.add(part)
    addDependencies(guards, found)
  }
  for (const name of NEEDED) addPackage(name, own, found)
  return [...found].filter((folder) => existsSync(folder))
}

function addPackage(name: string, from: string, found: Set<string>): void {
  const link = findPackage(name, from)
  // An optional dependency that is not installed.
  if (link === null) return
  const folder = realpathSync(link)
  found.add(link)
  if (found.has(folder) && folder !== link) return
  found.add(folder)
  addDependencies(folder, found)
}

function addDependencies(folder: string, found: Set<string>): void {
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  for (const next of Object.keys(dependencies)) addPackage(next, folder, found)
}

/** What a program needs of a package; in a checkout its folder has more. */
function partsOf(folder: string): readonly string[] {
  return ['src', 'dist', 'package.json'].map((name) => path.join(folder, name))
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
