import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'

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
