import type { CliInput, CliIo, CliOutput } from '../src/io.ts'

type FakeOutput = CliOutput & { readonly text: () => string }

export type FakeIo = CliIo & {
  readonly stdout: FakeOutput
  readonly stderr: FakeOutput
  /** What Ctrl-C does. */
  readonly interrupt: () => void
}

export type FakeIoOptions = {
  readonly cwd?: string
  readonly env?: Record<string, string>
  readonly terminal?: boolean
  /** What is piped in. */
  readonly piped?: string | Uint8Array
  /** Lines that somebody types who does not see them; `null` gives up. Standard input is a terminal then. */
  readonly typed?: readonly (string | null)[]
  readonly columns?: number
  /** Milliseconds that pass from one look at the clock to the next. Default 1. */
  readonly tickMs?: number
}

/** Surroundings in memory: what was written can be read, and the clock moves only when looked at. */
export function fakeIo(options: FakeIoOptions = {}): FakeIo {
  const { cwd = '/', env = {}, terminal = false, columns, tickMs = 1 } = options
  let time = 0
  const listeners = new Set<() => void>()
  return {
    cwd,
    env,
    stdin: fakeInput(options),
    stdout: fakeOutput(terminal, columns),
    stderr: fakeOutput(terminal, columns),
    now: () => {
      time += tickMs
      return time
    },
    onInterrupt(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    interrupt() {
      for (const listener of listeners) listener()
      listeners.clear()
    },
  }
}

function fakeInput({ piped = '', typed }: FakeIoOptions): CliInput {
  const lines = [...(typed ?? [])]
  return {
    isTerminal: typed !== undefined,
    read: async (maxBytes) => Buffer.from(piped).subarray(0, maxBytes),
    readHidden: async () => lines.shift() ?? null,
  }
}

function fakeOutput(isTerminal: boolean, columns: number | undefined): FakeOutput {
  let written = ''
  return {
    isTerminal,
    columns,
    write(text) {
      written += text
    },
    text: () => written,
  }
}
