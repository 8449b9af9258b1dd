import { createPublicClient, type PublicClient } from '@tezgah/btcturk'
import { type CandleDownload, type DownloadProgress, exchangeHistory } from '@tezgah/btcturk/history'
import { fileStore } from '@tezgah/btcturk/history/node'
import { CommandFailure } from '../command-failure.ts'
import type { CliIo } from '../io.ts'
import { cacheFolder } from './cache-folder.ts'
import { asUsageError, atHost } from './exchange-failure.ts'
import type { DownloadFlags } from './flags.ts'
import { checkSymbol } from './known-symbol.ts'
import { watchedDownload } from './watched-download.ts'

/** The last moment that a date can name: as far as candles have closed. */
const END_OF_TIME = 8.64e15

/** A blip of the network must not end a download of an hour. */
const ATTEMPTS = 5

export type Hosts = { readonly apiUrl: string; readonly graphUrl: string }

/**
 * Checks the symbol with the exchange, then downloads its candles until they are there or the user stops it.
 *
 * @throws UsageError for what the flags got wrong, CommandFailure for everything outside; both say how to go on
 */
export async function runDownload(io: CliIo, flags: DownloadFlags, hosts: Hosts): Promise<CandleDownload> {
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
    const kept = whatIsKept(progress, folder, flags.refresh ?? false)
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
  const info = await atHost(hosts.apiUrl, () => client.exchangeInfo({ signal }))
  checkSymbol(info, symbol)
  const { clock, fetchKlines } = exchangeHistory(client)
  const cache = folder === null ? undefined : guarded(folder)
  return await watchedDownload(io, {
    ...{ symbol, interval, from, to, cache, refresh, signal, onProgress },
    clock: { serverTime: () => atHost(hosts.apiUrl, async () => await clock.serverTime()) },
    fetchKlines: (input, call) => atHost(hosts.graphUrl, () => fetchKlines(input, call)),
  })
}

function connect({ apiUrl, graphUrl }: Hosts): PublicClient {
  try {
    return createPublicClient({ apiUrl, graphUrl, attempts: ATTEMPTS })
  } catch (error) {
    throw asUsageError(error)
  }
}

/** The cache, whose failures name it. */
function guarded(folder: string): ReturnType<typeof fileStore> {
  const store = fileStore(folder)
  const named = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new CommandFailure(`the cache ${folder} cannot be used: ${reason}; --no-cache goes without`, {
        cause: error,
      })
    }
  }
  return { read: (name) => named(store.read(name)), write: (name, bytes) => named(store.write(name, bytes)) }
}

function whatIsKept(progress: DownloadProgress | null, folder: string | null, refresh: boolean): string {
  if (progress === null || progress.done === 0) return 'nothing was downloaded yet'
  const { done, pages } = progress
  if (folder === null) return `${done} of ${pages} pages were downloaded, and none is kept without a cache`
  const again = refresh ? 'run the command again without --refresh' : 'run the same command again'
  return `${done} of ${pages} pages are kept in ${folder}; ${again} to go on`
}
