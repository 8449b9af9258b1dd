import { spawnSync } from 'node:child_process'
import path from 'node:path'

const main = path.join(import.meta.dirname, '../src/main.ts')

/** The root of the checkout. */
export const root: string = path.join(import.meta.dirname, '../../..')

export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Runs the command as users do: a process of its own, no terminal. */
export function runMain(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Finished {
  const { cwd = root, env = {} } = options
  const { TEZGAH_STRATEGIES: _, NODE_OPTIONS: __, ...inherited } = process.env
  const result = spawnSync(process.execPath, ['--conditions=@tezgah/source', main, ...args], {
    cwd,
    env: { ...inherited, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    // A command that does not end by itself is a failure, not a test run that hangs.
    timeout: 30_000,
  })
  if (result.error !== undefined) throw result.error
  return { code: result.status, stdout: result.stdout, stderr: result.stderr }
}
