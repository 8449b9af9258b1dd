import { rmSync } from 'node:fs'
import path from 'node:path'
import { createPublicClient, type PublicClient } from '@tezgah/btcturk'
import { type CandleDownload, type DownloadProgress, exchangeHistory } from '@tezgah/btcturk/history'
import { writeCandles } from '@tezgah/btcturk/history/node'
import { messageOf } from '@tezgah/core/describe'
import { CommandFailure, UsageError } from '../../exit.ts'
import { type OutputFile, openOutputFile } from '../../flags/output-file.ts'
import type { CliIo } from '../../io.ts'
import { styleFor } from '../../output/style.ts'
import { cacheFolder, openCache } from './cache.ts'
import type { DownloadFlags } from './flags.ts'
import { asUsageError, withHostErrors } from './host-errors.ts'
import { checkSymbol } from './known-symbol.ts'
import { downloadWithProgress } from './progress.ts'
import { type Delivery, downloadSummary, jsonText, manifestPath, manifestText } from './report.ts'

const HOSTS = { apiUrl: 'https://api.btcturk.com', graphUrl: 'https://graph-api.btcturk.com' }

/** The last time that a date can have: download as far as candles have closed. */
const END_OF_TIME = 8.64e15

/** A short network failure must not end a download of an hour. */
const ATTEMPTS = 5

const LOOPBACK = /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/

/**
 * `tezgah candles download`.
 *
 * @throws UsageError for wrong flags, before a candle is downloaded
 * @throws CommandFailure if the exchange or the disk fails, there is no candle, or the user stops it
 */
export async function downloadToFile(io: CliIo, flags: DownloadFlags): Promise<void> {
  checkFlags(flags)
  checkOutput(io, flags)
  const { apiUrl = HOSTS.apiUrl, graphUrl = HOSTS.graphUrl } = flags
  const download = await runDownload(io, flags, { apiUrl, graphUrl })
  checkNotEmpty(download, flags)
  const source = `${graphUrl.replace(/\/+$/, '')}/v1/klines/history`
  const delivery = await deliver(io, flags, { download, source, synthetic: LOOPBACK.test(graphUrl) })
  const manifest = manifestPath(flags.out)
  if (flags.json) return void (await io.stdout.write(jsonText(delivery, path.resolve(io.cwd, manifest))))
  await io.stdout.write(downloadSummary(delivery, { style: styleFor(io.stdout, io.env), out: flags.out, manifest }))
}

function checkFlags({ from, to, out }: DownloadFlags): void {
  if (to !== undefined && from >= to) {
    throw new UsageError(`--to must be after --from (${iso(from)}), was ${iso(to)}`)
  }
  if (!/\.(csv|parquet)$/i.test(out)) throw new UsageError(`--out must end in .csv or .parquet, was "${out}"`)
}

/** @throws UsageError if either file cannot be written or is to be kept @returns the manifest's */
function checkOutput(io: CliIo, { out, overwrite = false }: DownloadFlags): OutputFile {
  openOutputFile(io.cwd, '--out', out, overwrite)
  return openOutputFile(io.cwd, '--out', manifestPath(out), overwrite)
}

function checkNotEmpty({ candles, from, to }: CandleDownload, { symbol, interval, from: asked }: DownloadFlags): void {
  if (from === to) throw new UsageError(`--from: no ${interval} candle has opened at or after ${iso(asked)} and closed`)
  if (candles.length > 0) return
  throw new CommandFailure(
    `the exchange has no ${interval} candle of ${symbol} from ${iso(from)} to ${iso(to)}; nothing was written`,
  )
}

async function deliver(io: CliIo, flags: DownloadFlags, what: Omit<Delivery, 'written'>): Promise<Delivery> {
  // Checked again: a file may have been created since.
  const manifest = checkOutput(io, flags)
  try {
    // After a crash half-way candles without a manifest are better than candles with the manifest of others.
    rmSync(path.resolve(io.cwd, manifestPath(flags.out)), { force: true })
    const written = await writeCandles(path.resolve(io.cwd, flags.out), what.download.candles)
    const delivery = { ...what, written }
    manifest.write(manifestText(delivery))
    return delivery
  } catch (error) {
    if (error instanceof UsageError) throw error
    const reason = messageOf(error)
    throw new CommandFailure(`--out: cannot write ${flags.out}: ${reason}`, { cause: error })
  }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

type Hosts = { readonly apiUrl: string; readonly graphUrl: string }

/**
 * Checks the symbol with the exchange, then downloads its candles until all are downloaded or the user stops it.
 *
 * @throws UsageError for wrong flags, CommandFailure for failures outside; both say how to continue
 */
async function runDownload(io: CliIo, flags: DownloadFlags, hosts: Hosts): Promise<CandleDownload> {
  const folder = cacheFolder(io, flags, hosts.graphUrl)
  const client = connect(hosts)
  const stopped = new AbortController()
  const release = io.onInterrupt(() => {
    stopped.abort()
    client.close()
  })
  let progress: DownloadProgress | null = null
  const onProgress = (latest: DownloadProgress) => {
    progress = latest
  }
  try {
    return await download(io, flags, { client, hosts, folder, signal: stopped.signal, onProgress })
  } catch (error) {
    const kept = resumeHint(progress, folder, flags.refresh ?? false)
    if (stopped.signal.aborted) throw new CommandFailure(`stopped: ${kept}`, { cause: error })
    if (error instanceof CommandFailure && progress !== null) {
      throw new CommandFailure(`${error.message}\n${kept}`, { cause: error })
    }
    throw asUsageError(error)
  } finally {
    release()
    client.close()
  }
}

type Parts = {
  readonly client: PublicClient
  readonly hosts: Hosts
  readonly folder: string | null
  readonly signal: AbortSignal
  readonly onProgress: (progress: DownloadProgress) => void
}

async function download(io: CliIo, flags: DownloadFlags, parts: Parts): Promise<CandleDownload> {
  const { client, hosts, folder, signal, onProgress } = parts
  const { symbol, interval, from, to = END_OF_TIME, refresh } = flags
  const info = await withHostErrors(hosts.apiUrl, () => client.exchangeInfo({ signal }))
  checkSymbol(info, symbol)
  const { clock, fetchKlines } = exchangeHistory(client)
  const cache = folder === null ? undefined : openCache(folder)
  return await downloadWithProgress(io, {
    symbol,
    interval,
    from,
    to,
    cache,
    refresh,
    signal,
    onProgress,
    clock: { serverTime: () => withHostErrors(hosts.apiUrl, async () => await clock.serverTime()) },
    fetchKlines: (input, call) => withHostErrors(hosts.graphUrl, () => fetchKlines(input, call)),
  })
}

function connect({ apiUrl, graphUrl }: Hosts): PublicClient {
  try {
    return createPublicClient({ apiUrl, graphUrl, attempts: ATTEMPTS })
  } catch (error) {
    throw asUsageError(error)
  }
}

function resumeHint(progress: DownloadProgress | null, folder: string | null, refresh: boolean): string {
  if (progress === null || progress.done === 0) return 'nothing was downloaded yet'
  const { done, pages } = progress
  if (folder === null) return `${done} of ${pages} pages were downloaded, and none is kept without a cache`
  const again = refresh ? 'run the command again without --refresh' : 'run the same command again'
  return `${done} of ${pages} pages are kept in ${folder}; ${again} to go on`
}
