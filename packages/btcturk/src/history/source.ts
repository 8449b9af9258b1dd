import { BtcturkError } from '../errors.ts'
import type { PublicClient } from '../public-client.ts'
import type { DownloadOptions } from './options.ts'

/** The part of a client that a download uses. */
export type HistoryClient = Pick<PublicClient, 'klines' | 'serverClock' | 'syncClock'>

/** What `downloadCandles` needs of the exchange, from a client: `downloadCandles({ ...exchangeHistory(client), … })`. */
export function exchangeHistory(client: HistoryClient): Pick<DownloadOptions, 'fetchKlines' | 'clock'> {
  return {
    fetchKlines: (input, call) => client.klines(input, call),
    clock: {
      async serverTime() {
        const known = client.serverClock() ?? (await client.syncClock())
        if (known !== null) return known.time - known.errorMs
        throw new BtcturkError('clock_unknown', 'the local clock jumps', { outcome: 'not_sent' })
      },
    },
  }
}
