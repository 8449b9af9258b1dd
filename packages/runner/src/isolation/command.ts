import { execFile } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { RunnerError } from '../errors.ts'
import type { UserModule } from './user-modules.ts'

/**
 * Whether the operating system's own walls are used beside Node's: a network and a process namespace of its own (Linux).
 * `auto` where they are permitted, `required` refuses to start without them.
 */
export type NamespaceUse = 'auto' | 'required' | 'off'

/** A program and its first arguments. */
export type Command = readonly [program: string, ...args: string[]]

export type NodeOptions = {
  readonly entry: string
  /** Absolute paths of files, or of folders with all that is in them, that it may read. Nothing else. */
  readonly readable: readonly string[]
  /** MiB of heap. */
  readonly memoryMb: number
  readonly conditions: readonly string[]
}

/**
 * Node under its permission model: no file but these, no write, no child process, no thread, no addon, no WASI, no inspector, and
 * from Node 25 on no network. What is not allowed by name is denied.
 */
export function nodeCommand({ entry, readable, memoryMb, conditions }: NodeOptions): Command {
  return [
    process.execPath,
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${memoryMb}`,
    ...conditions.map((condition) => `--conditions=${condition}`),
    '--no-warnings',
    entry,
  ]
}

/** A namespace for the network without any device, and one for processes, in which nobody else can be seen or signalled. */
const WALLS: readonly (readonly string[])[] = [
  ['--net', '--pid', '--fork', '--kill-child=SIGKILL', '--'],
  ['--user', '--map-current-user', '--net', '--pid', '--fork', '--kill-child=SIGKILL', '--'],
]

/** What is put before a command: bounds that the kernel keeps. Empty where the system has none of them. */
export type Wrapper = { readonly prefix: readonly string[]; readonly hasNamespaces: boolean }

/** Finds out, once, what this system permits. */
export async function findWrapper(use: NamespaceUse): Promise<Wrapper> {
  if (process.platform !== 'linux') return { prefix: [], hasNamespaces: false }
  const [unshare, setpriv, prlimit] = ['unshare', 'setpriv', 'prlimit'].map(findProgram)
  // Killed with this process, however that dies; no core dump, no file to write; few descriptors.
  const bounds = [
    ...(setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--']),
    ...(prlimit === undefined ? [] : [prlimit, '--core=0', '--fsize=0', '--nofile=256', '--']),
  ]
  const own = (await succeeds(bounds)) ? bounds : []
  if (use === 'off' || unshare === undefined || !canSeeChildren()) return { prefix: own, hasNamespaces: false }
  for (const flags of WALLS) {
    const prefix = [...own, unshare, ...flags]
    if (await succeeds(prefix)) return { prefix, hasNamespaces: true }
  }
  return { prefix: own, hasNamespaces: false }
}

/** A process behind `unshare` is its child, and its memory could not be watched otherwise. */
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
  /** MiB that one process may use, its heap and (on Linux) whatever lies outside it. Default 1,024, at least 128. */
  readonly memoryMb?: number
  /** Network and process namespaces of Linux: `auto` (default) where permitted, `required`, or `off`. */
  readonly namespaces?: NamespaceUse
  /** Milliseconds that a module may take to be imported and described, at the start. Default 20,000. */
  readonly describeMs?: number
}

/** In a checkout the sources run as they are; a published package runs the built file. */
const FROM_SOURCE = import.meta.url.endsWith('.ts')
const ENTRY = new URL(FROM_SOURCE ? './child.ts' : './isolation/child.js', import.meta.url)
const CONDITIONS = FROM_SOURCE ? ['@tezgah/source'] : []
const MIN_MEMORY_MB = 128

/** All that is known once about starting processes here. */
export type Launcher = {
  readonly wrapper: Wrapper
  readonly memoryMb: number
  readonly describeMs: number
  readonly packages: readonly string[]
}

/** @throws RunnerError `invalid_strategies` where this system cannot bound a process as asked for */
export async function createLauncher({
  memoryMb = 1_024,
  namespaces = 'auto',
  describeMs = 20_000,
}: IsolationOptions): Promise<Launcher> {
  if (!Number.isInteger(memoryMb) || memoryMb < MIN_MEMORY_MB) {
    throw new RangeError(`memoryMb must be a whole number from ${MIN_MEMORY_MB}, was ${memoryMb}`)
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 15)) {
    throw invalid('userStrategies', `need Node 22.15 or newer, this is ${process.version}`)
  }
  const wrapper = await findWrapper(namespaces)
  if (namespaces === 'required' && !wrapper.hasNamespaces) {
    throw invalid('userStrategies', 'need namespaces of Linux, which this system does not permit')
  }
  return { wrapper, memoryMb, describeMs, packages: readablePackages() }
}

/** The command that starts a process for one module. */
export function launch(
  module: UserModule,
  { memoryMb, packages, wrapper }: Launcher,
): { readonly command: Command; readonly memoryMb: number } {
  const readable = [...packages, module.root]
  const node = nodeCommand({ entry: fileURLToPath(ENTRY), readable, memoryMb, conditions: CONDITIONS })
  return { command: [...wrapper.prefix, ...node] as unknown as Command, memoryMb }
}

function invalid(where: string, problem: string): RunnerError {
  return new RunnerError('invalid_strategies', `${where} ${problem}`)
}

/** What a run needs, and what a user's module may import. */
const NEEDED = ['@tezgah/backtest', 'decimal.js', 'zod'] as const

/** Folders that a process has to be able to read: this package, and the packages that a run needs with all that they need. */
export function readablePackages(): readonly string[] {
  const own = packageOf(path.dirname(fileURLToPath(import.meta.url)))
  const found = new Set([path.join(own, 'src'), path.join(own, 'dist'), path.join(own, 'package.json')])
  for (const name of NEEDED) addPackage(name, own, found)
  return [...found].filter((folder) => existsSync(folder))
}

function addPackage(name: string, from: string, found: Set<string>): void {
  const link = findPackage(name, from)
  // An optional one that is not installed is not needed either.
  if (link === null) return
  const folder = realpathSync(link)
  found.add(link)
  if (found.has(folder) && folder !== link) return
  found.add(folder)
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  for (const next of Object.keys(dependencies)) addPackage(next, folder, found)
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
