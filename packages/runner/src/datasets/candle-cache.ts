import type { PoolAnswer, WorkerPool } from '../worker-pool.ts'
import type { Dataset } from './dataset-folder.ts'
import type { SharedCandles } from './load-columns.ts'

/** What came of asking for a dataset's candles. */
export type Loaded =
  | { readonly type: 'loaded'; readonly candles: SharedCandles }
  | Exclude<PoolAnswer, { type: 'ran' | 'loaded' }>

/** What a dataset covers. Times are open times, epoch milliseconds. */
export type DatasetExtent = { readonly from: number; readonly to: number; readonly candleCount: number }

/**
 * Candles of the datasets used last, in shared memory, read by a worker so that no file is parsed on the main thread. Runs that ask
 * for the same dataset at the same time wait for one reading of it.
 */
export class CandleCache {
  readonly #pool: WorkerPool
  readonly #maxBytes: number
  readonly #timeoutMs: number
  /** By sha256, least recently used first. */
  readonly #loaded = new Map<string, SharedCandles>()
  /** Outlives the candles themselves: three numbers for each dataset of the folder. */
  readonly #extents = new Map<string, DatasetExtent>()
  readonly #loading = new Map<string, Promise<Loaded>>()

  /** @param maxBytes - of all candles kept; the dataset asked for last always stays */
  constructor(pool: WorkerPool, maxBytes: number, timeoutMs: number) {
    this.#pool = pool
    this.#maxBytes = maxBytes
    this.#timeoutMs = timeoutMs
  }

  async get(dataset: Dataset): Promise<Loaded> {
    const { sha256 } = dataset
    const candles = this.#loaded.get(sha256)
    if (candles !== undefined) {
      this.#keep(sha256, candles)
      return { type: 'loaded', candles }
    }
    const loading = this.#loading.get(sha256) ?? this.#load(dataset)
    this.#loading.set(sha256, loading)
    try {
      return await loading
    } finally {
      this.#loading.delete(sha256)
    }
  }

  extent(sha256: string): DatasetExtent | null {
    return this.#extents.get(sha256) ?? null
  }

  async #load({ file, symbol, interval, sha256 }: Dataset): Promise<Loaded> {
    const request = { type: 'load', source: { file, symbol, interval, sha256 } } as const
    const answer = await this.#pool.ask(request, { timeoutMs: this.#timeoutMs })
    if (answer.type === 'ran') throw new TypeError('the worker answered a load with a run')
    if (answer.type === 'loaded') this.#keep(sha256, answer.candles)
    return answer
  }

  #keep(sha256: string, candles: SharedCandles): void {
    this.#loaded.delete(sha256)
    this.#loaded.set(sha256, candles)
    const { time } = candles
    this.#extents.set(sha256, { from: time[0] ?? 0, to: time[time.length - 1] ?? 0, candleCount: time.length })
    let bytes = 0
    for (const kept of this.#loaded.values()) bytes += sizeOf(kept)
    for (const [oldest, kept] of this.#loaded) {
      if (bytes <= this.#maxBytes || oldest === sha256) return
      this.#loaded.delete(oldest)
      bytes -= sizeOf(kept)
    }
  }
}

function sizeOf({ time }: SharedCandles): number {
  return time.byteLength * 6
}
