import { fileURLToPath } from 'node:url'
import { RunnerError } from '../errors.ts'
import { type Command, findWrapper, type NamespaceUse, nodeCommand, type Wrapper } from './command.ts'
import { readablePackages } from './readable-packages.ts'
import type { UserModule } from './user-modules.ts'

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
