import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** `stop` gives what the program said last. */
export type Child = { readonly address: string; readonly stop: () => Promise<string> }

/** Starts a program that says where it listens, in a process of its own. */
export async function startChild(file: string, env: NodeJS.ProcessEnv): Promise<Child> {
  const child: ChildProcess = spawn(process.execPath, ['--conditions=@tezgah/source', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // A bench that fails leaves nothing running.
  process.once('exit', () => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const [line] = await once(lines, 'line')
  let last = ''
  lines.on('line', (said) => {
    last = said
  })
  const ended = once(lines, 'close')
  return {
    address: /listens on (\S+)/.exec(String(line))?.[1] ?? '',
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      return last
    },
  }
}
