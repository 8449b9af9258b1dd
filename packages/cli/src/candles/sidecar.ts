import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'

const MAX_BYTES = 64 * 1024

/** What a manifest beside a candle file says of it. */
export type Sidecar = { readonly symbol: string; readonly interval: string; readonly synthetic: boolean }

const sidecarSchema: z.ZodType<Sidecar> = z.object({
  symbol: z.string(),
  interval: z.string(),
  synthetic: z.boolean(),
})

/**
 * The manifest of a dataset, `<name>.json` beside `<name>.csv`, if there is one: it knows the symbol and the interval,
 * and whether the candles are synthetic. Any other JSON file of that name is left alone.
 */
export function readSidecar(candleFile: string): Sidecar | null {
  const file = candleFile.replace(/\.csv$/i, '.json')
  const found = statSync(file, { throwIfNoEntry: false })
  if (file === candleFile || !found?.isFile() || found.size > MAX_BYTES) return null
  return sidecarSchema.safeParse(parseJson(readFileSync(file, 'utf8'))).data ?? null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
