import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileStore } from '@tezgah/btcturk/history/node'
import { messageOf } from '@tezgah/core/describe'
import { CommandFailure, UsageError } from '../../exit.ts'
import type { CliIo } from '../../io.ts'
import type { DownloadFlags } from './flags.ts'

/**
 * The folder that a download keeps its pages in, or `null` for none. Each exchange has its own subfolder: candles of a
 * simulator must never be taken for those of the market. Without `--cache` those of another exchange are not kept, since a
 * simulator that is started again at the same address has other prices.
 *
 * @throws UsageError if `--cache` names something that is not a folder
 */
export function cacheFolder(io: CliIo, flags: DownloadFlags, graphUrl: string): string | null {
  const { cache } = flags
  if (cache === false || (cache === undefined && flags.graphUrl !== undefined)) return null
  const root = cache === undefined ? defaultCacheFolder(io.env, process.platform) : path.resolve(io.cwd, cache)
  const found = statSync(root, { throwIfNoEntry: false })
  if (found !== undefined && !found.isDirectory()) throw new UsageError(`--cache: ${root} is not a folder`)
  return path.join(root, graphUrl.replace(/^https?:\/\//, '').replaceAll(/[^\w.-]+/g, '_'))
}

/** Where the platform keeps files that can be downloaded again. */
export function defaultCacheFolder(env: CliIo['env'], platform: NodeJS.Platform): string {
  const home = homedir()
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env
  if (platform === 'win32') return path.join(local || path.join(home, 'AppData', 'Local'), 'tezgah', 'candles')
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'tezgah', 'candles')
  // A relative path is to be ignored: XDG Base Directory Specification, "Basics".
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.cache'), 'tezgah', 'candles')
}

/** The pages kept in a folder; a failure names the folder. */
export function openCache(folder: string): ReturnType<typeof fileStore> {
  const store = fileStore(folder)
  const named = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      const reason = messageOf(error)
      throw new CommandFailure(`the cache ${folder} cannot be used: ${reason}; --no-cache downloads without it`, {
        cause: error,
      })
    }
  }
  return { read: (name) => named(store.read(name)), write: (name, bytes) => named(store.write(name, bytes)) }
}
