import { LocalBook } from '../../../src/stream/book/local-book.ts'
import { readFrame } from '../../../src/stream/frames/read-frame.ts'
import { FaultyFeed } from './faulty-feed.ts'
import { seededRandom } from './random.ts'
import { priceText, quantityText, type SourceLevel } from './source-book.ts'

export type CampaignResult = {
  readonly seed: number
  readonly differences: number
  readonly faults: Readonly<Record<string, number>>
  readonly resyncs: number
  /** Share of the differences after which the book was live. */
  readonly liveShare: number
  /** Share of the differences after which it was live and no frame was outstanding. */
  readonly currentShare: number
  /** Longest run of differences without a live book. */
  readonly longestOutage: number
  readonly unknownRemovals: number
}

type Level = { readonly price: string; readonly quantity: string }

/**
 * Sends `differences` changes of a random book over a bad line to a local copy, and compares the whole copy with the source
 * after every frame.
 *
 * @throws Error naming the seed and the step, if a live book ever differs from the source's at its change set, or is crossed
 */
export function runBookCampaign(seed: number, differences: number, faultRate: number): CampaignResult {
  const feed = new FaultyFeed(seededRandom(seed), faultRate)
  let step = 0
  const count = { resyncs: 0, live: 0, current: 0, outage: 0, longestOutage: 0 }
  const book = new LocalBook({
    symbol: 'BTCTRY',
    monotonic: () => step,
    onTransition: ({ to }) => {
      if (to !== 'resyncing') return
      count.resyncs++
      feed.join()
    },
  })
  book.subscribed()
  feed.join()
  for (; step < differences; step++) {
    for (const frame of feed.step()) {
      deliver(book, frame)
      check(book, feed, seed, step)
    }
    const isLive = book.state === 'live'
    count.outage = isLive ? 0 : count.outage + 1
    count.longestOutage = Math.max(count.longestOutage, count.outage)
    if (!isLive) continue
    count.live++
    const reading = book.read(1)
    if (reading.state === 'live' && reading.changeSet === feed.source.version.changeSet) count.current++
  }
  return {
    seed,
    differences,
    faults: feed.faults,
    resyncs: count.resyncs,
    liveShare: count.live / differences,
    currentShare: count.current / differences,
    longestOutage: count.longestOutage,
    unknownRemovals: book.unknownRemovals,
  }
}

function deliver(book: LocalBook, text: string): void {
  let message: ReturnType<typeof readFrame>
  try {
    message = readFrame(text)
  } catch {
    book.invalidate('malformed')
    return
  }
  if (message.kind === 'book') book.snapshot(message)
  else if (message.kind === 'bookChange') book.change(message)
  else throw new Error(`unexpected ${message.kind}`)
}

function check(book: LocalBook, feed: FaultyFeed, seed: number, step: number): void {
  const reading = book.read()
  if (reading.state !== 'live') {
    if ('asks' in reading || 'bids' in reading)
      throw new Error(`seed ${seed}, step ${step}: levels of a ${reading.state} book`)
    return
  }
  const version = feed.version(reading.changeSet)
  const isEqual = version !== undefined && equal(reading.asks, version.asks) && equal(reading.bids, version.bids)
  if (!isEqual)
    throw new Error(`seed ${seed}, step ${step}: a live book differs from the source at ${reading.changeSet}`)
  if (Number(reading.bids[0]!.price) >= Number(reading.asks[0]!.price))
    throw new Error(`seed ${seed}, step ${step}: crossed`)
}

function equal(levels: readonly Level[], source: readonly SourceLevel[]): boolean {
  if (levels.length !== source.length) return false
  return levels.every(({ price, quantity }, index) => {
    const { ticks, units } = source[index]!
    return price === priceText(ticks) && quantity === quantityText(units)
  })
}
