import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const main = path.join(import.meta.dirname, '../../../src/main.ts')

export type Started = {
  readonly restUrl: string
  readonly graphUrl: string
  readonly wsUrl: string
  readonly key: {
    readonly publicKey: string
    readonly secret: string
    readonly onlyForSimulator: true
    readonly balances: Readonly<Record<string, string>>
  }
}

export type Ended = {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** `tezgah simulator` as a process of its own. */
export class RunningSimulator {
  readonly #child: ChildProcess
  #stdout = ''
  #stderr = ''

  constructor(args: readonly string[], cwd: string = import.meta.dirname) {
    this.#child = spawn(process.execPath, ['--conditions=@tezgah/source', main, 'simulator', ...args], { cwd })
    this.#child.stdout!.on('data', (chunk) => {
      this.#stdout += chunk
    })
    this.#child.stderr!.on('data', (chunk) => {
      this.#stderr += chunk
    })
  }

  /** The first text on the standard output, once it is there in full: up to `end`. */
  async said(end = '\n'): Promise<string> {
    while (!this.#stdout.includes(end)) {
      await Promise.race([once(this.#child.stdout!, 'data'), this.#closed('before it said anything')])
    }
    return this.#stdout
  }

  /** What `--json` prints on starting. */
  async started(): Promise<Started> {
    return JSON.parse((await this.said()).split('\n')[0]!) as Started
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    const { exitCode } = this.#child
    const closed = once(this.#child, 'close')
    if (exitCode === null) this.#child.kill(signal)
    const [code, by] = (await closed) as [number | null, string | null]
    return { code, signal: by, stdout: this.#stdout, stderr: this.#stderr }
  }

  /** For after a test that failed half-way. */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #closed(when: string): Promise<never> {
    await once(this.#child, 'close')
    throw new Error(`it ended ${when}: ${this.#stderr}`)
  }
}
