import type { BacktestResult } from '@tezgah/backtest'
import type { CliOutput } from '../io.ts'

const ENTRIES_PER_CHUNK = 20_000

/**
 * Writes exactly what `JSON.stringify(result)` gives and a line end, in pieces: the whole text of a long run is more than one string can hold.
 */
export async function writeJson(output: CliOutput, result: BacktestResult): Promise<void> {
  for (const chunk of jsonChunks(result.toJSON())) await output.write(chunk)
  await output.write('\n')
}

function* jsonChunks(value: unknown): Generator<string, void, undefined> {
  if (Array.isArray(value) && value.length > ENTRIES_PER_CHUNK) yield* arrayChunks(value)
  else if (isLongObject(value)) yield* objectChunks(value)
  else yield JSON.stringify(value)
}

/** Only the result itself and its equity hold lists that can grow with the candles. */
function isLongObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).some(Array.isArray)
  )
}

function* objectChunks(value: object): Generator<string, void, undefined> {
  let separator = '{'
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue
    yield `${separator}${JSON.stringify(key)}:`
    yield* jsonChunks(entry)
    separator = ','
  }
  yield separator === '{' ? '{}' : '}'
}

function* arrayChunks(values: readonly unknown[]): Generator<string, void, undefined> {
  yield '['
  for (let start = 0; start < values.length; start += ENTRIES_PER_CHUNK) {
    const chunk = JSON.stringify(values.slice(start, start + ENTRIES_PER_CHUNK))
    yield (start === 0 ? '' : ',') + chunk.slice(1, -1)
  }
  yield ']'
}
