import { expect, it } from 'vitest'
import { createOrderBook } from '../../src/stream/book/order-book.ts'
import { FaultyFeed } from './book/faulty-feed.ts'
import { seededRandom } from './book/random.ts'
import { priceText, quantityText, type SourceLevel } from './book/source-book.ts'
import { FakeExchange, type FakePeer, tickerFrame } from './fake-exchange.ts'

const ROUND_MS = 764
const ROUNDS = 700

type Level = { readonly price: string; readonly quantity: string }

const equal = (levels: readonly Level[], source: readonly SourceLevel[]): boolean =>
  levels.length === source.length &&
  levels.every(({ price, quantity }, index) => {
    const { ticks, units } = source[index]!
    return price === priceText(ticks) && quantity === quantityText(units)
  })

/** Half-open and reset connections, refused handshakes, joins without an answer, and every fault of frames. */
const unrest = (exchange: FakeExchange, random: () => number): void => {
  const fate = random()
  if (fate < 0.006) exchange.peer.isCutOff = true
  else if (fate < 0.012) exchange.peer.close('reset')
  exchange.onConnect = random() < 0.2 ? (refused) => refused.close('503', 503) : (accepted) => accepted.open()
}

it.each([11, 12, 13, 14])(
  'a book on a stream in chaos is the source or not live, and comes back, seed %i',
  (seed) => {
    const random = seededRandom(seed)
    const exchange = new FakeExchange()
    const feed = new FaultyFeed(random, 0.02)
    const stream = exchange.stream({}, random)
    const book = createOrderBook({ stream, symbol: 'BTCTRY', ports: { clock: exchange.time, timers: exchange.time } })
    stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, () => {})
    exchange.onJoin = (peer: FakePeer, key: string) => {
      if (key.startsWith('ticker')) peer.send(tickerFrame('BTCTRY'))
      else if (random() > 0.05) peer.sendText(feed.source.snapshot())
    }
    stream.open()
    let live = 0
    let outage = 0
    let longestOutage = 0
    for (let round = 0; round < ROUNDS; round++) {
      for (const frame of feed.step()) if (exchange.peer.joined.has('obdiff:BTCTRY')) exchange.peer.sendText(frame)
      exchange.peer.send(tickerFrame('BTCTRY'))
      unrest(exchange, random)
      for (let part = 0; part < 4; part++) {
        exchange.time.pass(ROUND_MS / 4)
        const reading = book.read()
        if (reading.state !== 'live') continue
        const version = feed.version(reading.changeSet)
        const isEqual = version !== undefined && equal(reading.asks, version.asks) && equal(reading.bids, version.bids)
        expect(isEqual, `seed ${seed}, round ${round}`).toBe(true)
      }
      const isLive = book.state === 'live'
      live += isLive ? 1 : 0
      outage = isLive ? 0 : outage + 1
      longestOutage = Math.max(longestOutage, outage)
    }
    expect(live / ROUNDS).toBeGreaterThan(0.6)
    expect(longestOutage * ROUND_MS).toBeLessThan(60_000)
    expect(stream.reconnects).toBeGreaterThan(1)
  },
  60_000,
)
