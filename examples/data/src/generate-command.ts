import { closeSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { csvChunks } from './csv.ts'
import { syntheticCandles } from './synthetic-candles.ts'

const USAGE = 'usage: node generate.ts --candles N [--seed S] --out file-synthetic.csv [--overwrite]'

/** Reads the arguments, writes the file, returns the exit code: 0 done, 2 bad usage or a file in the way. */
export function generateCommand(args: readonly string[], say: (line: string) => void): 0 | 2 {
  try {
    const { candles, seed, out, overwrite } = readOptions(args)
    const series = syntheticCandles({ candles, seed })
    writeChunks(out, csvChunks(series), overwrite)
    say(`${out}: ${candles} synthetic BTCTRY one-minute candles, seed ${seed}`)
    return 0
  } catch (error) {
    if (!(error instanceof Error)) throw error
    say(`${error.message}\n${USAGE}`)
    return 2
  }
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      candles: { type: 'string' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      overwrite: { type: 'boolean', default: false },
    },
  })
  if (values.candles === undefined) throw new RangeError('--candles is missing')
  if (values.out === undefined) throw new RangeError('--out is missing')
  // The name is all that a copied CSV keeps, so it carries the label.
  if (!path.basename(values.out).includes('synthetic')) {
    throw new RangeError(`--out must have "synthetic" in the file's name, was ${values.out}`)
  }
  const { out, overwrite } = values
  return { candles: wholeNumber('--candles', values.candles), seed: wholeNumber('--seed', values.seed), out, overwrite }
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`${flag} must be a whole number, was "${text}"`)
  return Number(text)
}

function writeChunks(file: string, chunks: Iterable<string>, overwrite: boolean): void {
  const descriptor = openSync(file, overwrite ? 'w' : 'wx')
  try {
    for (const chunk of chunks) writeSync(descriptor, chunk)
  } finally {
    closeSync(descriptor)
  }
}
