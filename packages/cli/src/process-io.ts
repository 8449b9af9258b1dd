import process from 'node:process'
import { input } from './input.ts'
import type { CliIo, CliOutput } from './io.ts'

/** The real process as surroundings. */
export function processIo(): CliIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdin: input(process.stdin),
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    now: () => performance.now(),
    onInterrupt,
  }
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const

function onInterrupt(listener: () => void): () => void {
  const stop = () => {
    for (const signal of STOP_SIGNALS) process.off(signal, hear)
  }
  // Without a listener a signal ends the process at once again, which is what a second Ctrl-C means.
  const hear = () => {
    stop()
    listener()
  }
  for (const signal of STOP_SIGNALS) process.on(signal, hear)
  return stop
}

function output(stream: NodeJS.WriteStream): CliOutput {
  // A reader that has seen enough (`| head`) closes the pipe: that is its right and no failure of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1)
  })
  return {
    write: (text) => new Promise((resolve) => stream.write(text, () => resolve())),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns
    },
  }
}
