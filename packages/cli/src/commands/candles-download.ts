import { rmSync } from 'node:fs'
import path from 'node:path'
import type { CandleDownload } from '@tezgah/btcturk/history'
import { writeCandles } from '@tezgah/btcturk/history/node'
import { downloadSummary } from '../candles-download/download-summary.ts'
import type { DownloadFlags } from '../candles-download/flags.ts'
import { type Delivery, jsonText, manifestPath, manifestText } from '../candles-download/report.ts'
import { runDownload } from '../candles-download/run-download.ts'
import { CommandFailure } from '../command-failure.ts'
import type { CliIo } from '../io.ts'
import { styleFor } from '../output/style.ts'
import { UsageError } from '../usage-error.ts'
import { type OutputFile, openOutputFile } from './output-file.ts'

const HOSTS = { apiUrl: 'https://api.btcturk.com', graphUrl: 'https://graph-api.btcturk.com' }

const LOOPBACK = /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/

/**
 * `tezgah candles download`.
 *
 * @throws UsageError for anything that the flags got wrong, before a candle is downloaded
 * @throws CommandFailure if the exchange or the disk fails, there is no candle, or the user stopped it
 */
export async function candlesDownloadCommand(io: CliIo, flags: DownloadFlags): Promise<void> {
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
  // Looked at again: a file may have appeared since.
  const manifest = checkOutput(io, flags)
  try {
    // Candles without a manifest are better than candles with that of others, should this end half-way.
    rmSync(path.resolve(io.cwd, manifestPath(flags.out)), { force: true })
    const written = await writeCandles(path.resolve(io.cwd, flags.out), what.download.candles)
    const delivery = { ...what, written }
    manifest.write(manifestText(delivery))
    return delivery
  } catch (error) {
    if (error instanceof UsageError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandFailure(`--out: cannot write ${flags.out}: ${reason}`, { cause: error })
  }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
