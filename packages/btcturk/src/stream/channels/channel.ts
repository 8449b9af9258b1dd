import { invalidRequest } from '../../errors.ts'
import type {
  BookChangeMessage,
  BookMessage,
  ChartCandleMessage,
  StreamMessage,
  TickerMessage,
  TickersMessage,
  TradeMessage,
  TradesMessage,
} from '../frames/messages.ts'

/** Minutes as a number, or a day, a week, a month. */
export type ChartResolution = '1' | '5' | '15' | '30' | '60' | '240' | '1D' | '1W' | '1M'

/**
 * What can be subscribed to. Every one answers with a first frame at once.
 *
 * - `ticker`: a pair's ticker every 750 ms, also unchanged
 * - `tickers`: those of all pairs in one message
 * - `trade`: the last 50 trades, then each new one
 * - `orderbook`: the whole book whenever it changed, at most every 764 ms
 * - `obdiff`: the whole book, then what changed; `createOrderBook` keeps a book of it
 * - `tradeview`: the present bar of the exchange's chart
 */
export type Channel =
  | { readonly channel: 'ticker' | 'trade' | 'orderbook' | 'obdiff'; readonly symbol: string }
  | { readonly channel: 'tickers' }
  | { readonly channel: 'tradeview'; readonly symbol: string; readonly resolution: ChartResolution }

export type ChannelName = Channel['channel']

type MessagesByChannel = {
  ticker: TickerMessage
  tickers: TickersMessage
  trade: TradeMessage | TradesMessage
  orderbook: BookMessage
  obdiff: BookMessage | BookChangeMessage
  tradeview: ChartCandleMessage
}

/** What comes over a channel. */
export type MessageOn<C extends Channel> = MessagesByChannel[C['channel']]

/** A channel as it is named on the wire. */
export type ChannelAddress = { readonly channel: string; readonly event: string }

const SYMBOL = /^[A-Z0-9]{2,20}$/

/**
 * Where the channel is to be found.
 *
 * @throws BtcturkError `invalid_request` if the symbol is not spelt as the exchange spells it: it would acknowledge the
 * subscription and then stay silent
 */
export function addressOf(channel: Channel): ChannelAddress {
  if (channel.channel === 'tickers') return { channel: 'ticker', event: 'all' }
  if (typeof channel.symbol !== 'string' || !SYMBOL.test(channel.symbol)) {
    throw invalidRequest('symbol', 'capital letters and digits, such as BTCTRY', channel.symbol)
  }
  if (channel.channel !== 'tradeview') return { channel: channel.channel, event: channel.symbol }
  return { channel: 'tradeview', event: `${channel.symbol}_${channel.resolution}` }
}

/** One text for one channel: `obdiff:BTCTRY`, as the exchange writes it in its acknowledgements. */
export function keyOf({ channel, event }: ChannelAddress): string {
  return `${channel}:${event}`
}

/** The key of the channel that a message came over; `null` where it came over none. */
export function keyOfMessage(message: StreamMessage): string | null {
  switch (message.kind) {
    case 'ticker':
      return `ticker:${message.symbol}`
    case 'tickers':
      return 'ticker:all'
    case 'trade':
    case 'trades':
      return `trade:${message.symbol}`
    case 'book':
      return message.channel === null ? null : `${message.channel}:${message.symbol}`
    case 'bookChange':
      return `obdiff:${message.symbol}`
    case 'chartCandle':
      return `tradeview:${message.symbol}_${RESOLUTION_BY_MINUTES.get(message.resolution) ?? message.resolution}`
    default:
      return null
  }
}

/** Long resolutions were also seen as minutes. */
const RESOLUTION_BY_MINUTES: ReadonlyMap<string, string> = new Map([
  ['1440', '1D'],
  ['10080', '1W'],
])
