import type { JobError, WorkerFailure } from '../jobs/job.ts'
import type { Dataset } from './dataset-folder.ts'
import type { CandleSource, SharedCandles } from './shared-candles.ts'

/** A dataset's candles, or why they could not be read. */
export type Loaded =
  | { readonly type: 'loaded'; readonly candles: SharedCandles }
  | { readonly type: 'refused'; readonly error: JobError }
  | WorkerFailure

/** Reads candles off the main thread: a pool of workers. */
export interface CandleLoader {
  load(source: CandleSource, timeoutMs: number): Promise<Loaded>
}

/** What a dataset covers. Times are open times, epoch milliseconds. */
export type DatasetExtent = { readonly from: number; readonly to: number; readonly candleCount: number }

/**
 * Candles of the datasets used last, in shared memory, read by a worker so that no file is parsed on the main thread. Runs that
 * need the same dataset at the same time share one reading of it.
 */
export class CandleCache {
  readonly #loader: CandleLoader
  readonly #maxBytes: number
  readonly #timeoutMs: number
  /** By {@link keyOf}; least recently used first. */
  readonly #loaded = new Map<string, SharedCandles>()
  /** Kept when the candles are evicted: three numbers for each dataset of the folder. */
  readonly #extents = new Map<string, DatasetExtent>()
  readonly #loading = new Map<string, Promise<Loaded>>()

  /** @param maxBytes - of all candles kept; the dataset used last always stays */
  constructor(loader: CandleLoader, maxBytes: number, timeoutMs: number) {
    this.#loader = loader
    this.#maxBytes = maxBytes
    this.#timeoutMs = timeoutMs
  }

  async get(dataset: Dataset): Promise<Loaded> {
    const key = keyOf(dataset)
    const candles = this.#loaded.get(key)
    if (candles !== undefined) {
      this.#keep(key, candles)
      return { type: 'loaded', candles }
    }
    const loading = this.#loading.get(key) ?? this.#load(dataset)
    this.#loading.set(key, loading)
    try {
      return await loading
    } finally {
      this.#loading.delete(key)
    }
  }

  extent(dataset: Dataset): DatasetExtent | null {
    return this.#extents.get(keyOf(dataset)) ?? null
  }

  async #load(dataset: Dataset): Promise<Loaded> {
    const { file, symbol, interval, sha256 } = dataset
    const answer = await this.#loader.load({ file, symbol, interval, sha256 }, this.#timeoutMs)
    if (answer.type === 'loaded') this.#keep(keyOf(dataset), answer.candles)
    return answer
  }

  #keep(key: string, candles: SharedCandles): void {
    this.#loaded.delete(key)
    this.#loaded.set(key, candles)
    const { time } = candles
    this.#extents.set(key, { from: time[0] ?? 0, to: time[time.length - 1] ?? 0, candleCount: time.length })
    let bytes = 0
    for (const kept of this.#loaded.values()) bytes += sizeOf(kept)
    for (const [oldest, kept] of this.#loaded) {
      if (bytes <= this.#maxBytes || oldest === key) return
      this.#loaded.delete(oldest)
      bytes -= sizeOf(kept)
    }
  }
}

/** Two manifests may give one file's candles to two symbols. */
function keyOf({ sha256, symbol, interval }: Dataset): string {
  return `${sha256} ${symbol} ${interval}`
}

function sizeOf({ time }: SharedCandles): number {
  return time.byteLength * 6
}
