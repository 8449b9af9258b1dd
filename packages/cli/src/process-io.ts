import process from 'node:process'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { onShutdown } from '@tezgah/core/node/shutdown'
import type { CliInput, CliIo, CliOutput } from './io.ts'

/** The real process as surroundings. */
export function processIo(): CliIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdin: createInput(process.stdin),
    stdout: createOutput(process.stdout),
    stderr: createOutput(process.stderr),
    now: () => performance.now(),
    onInterrupt: (listener) => onShutdown(() => listener()),
  }
}

function createOutput(stream: NodeJS.WriteStream): CliOutput {
  // A reader that has seen enough (`| head`) closes the pipe, which is no failure of the command.
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

/** What a terminal needs to have to be read without showing what is typed. */
type Source = NodeJS.ReadableStream & { readonly isTTY?: boolean }

/** A stream of the process as input; nothing is read before it is asked for. */
export function createInput(source: Source): CliInput {
  return {
    isTerminal: source.isTTY === true,
    read: (maxBytes) => read(source, maxBytes),
    readHidden: () => readHidden(source),
  }
}

async function read(source: Source, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source) {
    const part = Buffer.from(chunk)
    chunks.push(part)
    bytes += part.length
    if (bytes >= maxBytes) break
  }
  return Buffer.concat(chunks).subarray(0, maxBytes)
}

function readHidden(source: Source): Promise<string | null> {
  return new Promise((resolve) => {
    // The line editor shows what is typed by writing it: here to a stream that drops it.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input: source, output: nowhere, terminal: true, historySize: 0 })
    let typed: string | null = null
    lines.on('SIGINT', () => lines.close())
    lines.on('line', (line) => {
      typed = line
      lines.close()
    })
    lines.on('close', () => resolve(typed))
  })
}
