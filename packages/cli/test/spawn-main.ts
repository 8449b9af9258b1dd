import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { type Finished, root } from './run-main.ts'

const main = path.join(import.meta.dirname, '../src/main.ts')

export type Running = { readonly child: ChildProcess; readonly finished: Promise<Finished> }

/** The command as a process of its own, no terminal, while the test goes on: it may be the exchange that the process talks to. */
export function spawnMain(args: readonly string[], cwd: string = root, env: NodeJS.ProcessEnv = {}): Running {
  const { NODE_OPTIONS: _, ...inherited } = process.env
  // A command that does not end by itself is a failure, not a test run that hangs.
  const options = { cwd, env: { ...inherited, ...env }, timeout: 30_000, killSignal: 'SIGKILL' } as const
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', main, ...args], options)
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, finished }
}
