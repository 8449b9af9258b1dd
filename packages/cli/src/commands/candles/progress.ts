import {
  type CandleDownload,
  type DownloadOptions,
  type DownloadProgress,
  downloadCandles,
} from '@tezgah/btcturk/history'
import type { CliIo } from '../../io.ts'
import { createProgressBar, type ProgressBar } from '../../output/progress-bar.ts'

/** A request that takes longer is likely to wait for the exchange's limit, for minutes. */
const LATE_MS = 2_000

const REASON = 'waiting for the exchange (it allows 600 requests in ten minutes)'

/**
 * Downloads, with a bar on the terminal.
 *
 * @param options.onProgress - also called without a terminal
 */
export async function downloadWithProgress(io: CliIo, options: DownloadOptions): Promise<CandleDownload> {
  const shown: { bar?: ProgressBar } = {}
  const onProgress = (progress: DownloadProgress) => {
    shown.bar ??= createProgressBar(io, { total: progress.pages, unit: 'pages' })
    shown.bar.update(progress.done, progress.fromCache)
    options.onProgress?.(progress)
  }
  const fetchKlines: DownloadOptions['fetchKlines'] = async (input, call) => {
    const late = setTimeout(() => shown.bar?.note(REASON), LATE_MS)
    try {
      return await options.fetchKlines(input, call)
    } finally {
      clearTimeout(late)
    }
  }
  try {
    return await downloadCandles({ ...options, fetchKlines, onProgress })
  } finally {
    shown.bar?.clear()
  }
}
