import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { CliInput } from './io.ts'

/** What a terminal needs to have to be read without showing what is typed. */
type Source = NodeJS.ReadableStream & { readonly isTTY?: boolean }

/** A stream of the process as input; nothing is read of it before it is asked for. */
export function input(source: Source): CliInput {
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
    // The editor of lines shows what is typed by writing it: here that goes nowhere.
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
