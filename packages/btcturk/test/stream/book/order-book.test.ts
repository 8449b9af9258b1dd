import { beforeEach, describe, expect, it } from 'vitest'
import type { BookSides } from '../../../src/stream/book/book-checker.ts'
import { createOrderBook, type OrderBook, type OrderBookOptions } from '../../../src/stream/book/order-book.ts'
import type { Stream } from '../../../src/stream/stream.ts'
import { bookFrame, changeFrame, FakeExchange, tickerFrame } from '../fake-exchange.ts'

const OBDIFF = 'obdiff:BTCTRY'

let exchange: FakeExchange
let stream: Stream
let book: OrderBook
let transitions: string[]
let changeSet: number

const start = (options: Partial<OrderBookOptions> = {}) => {
  exchange = new FakeExchange()
  stream = exchange.stream()
  transitions = []
  changeSet = 10
  const ports = { clock: exchange.time, timers: exchange.time }
  book = createOrderBook({ stream, symbol: 'BTCTRY', ports, ...options })
  book.on('transition', ({ to, reason }) => transitions.push(`${to} ${reason}`))
}

/** A ticker keeps the connection alive, the book changes with it. */
const trade = (withBook = true) => {
  const send = () => {
    if (exchange.peer.joined.has('ticker:BTCTRY')) exchange.peer.send(tickerFrame('BTCTRY'))
    if (withBook && exchange.peer.joined.has(OBDIFF))
      exchange.peer.send(changeFrame('BTCTRY', ++changeSet, [['101', '2']]))
    exchange.time.after(750, send)
  }
  exchange.time.after(500, send)
}

beforeEach(() => {
  start()
  exchange.onJoin = (peer, key) => {
    peer.send(key === OBDIFF ? bookFrame('BTCTRY', changeSet, [['101', '1']], [['99', '1']]) : tickerFrame('BTCTRY'))
  }
  stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, () => {})
})

it('goes live with the snapshot and follows the changes', () => {
  expect(book.read()).toMatchObject({ state: 'disconnected', reason: 'not_connected' })
  stream.open()
  trade()
  exchange.time.pass(5100)
  expect(book.read()).toMatchObject({ state: 'live', changeSet, asks: [{ price: '101', quantity: '2' }] })
  expect(transitions).toEqual(['syncing subscribed', 'live snapshot'])
})

it('asks for a new snapshot after a gap, and is live again within a second', () => {
  stream.open()
  exchange.time.pass(1000)
  changeSet = 20
  exchange.peer.send(changeFrame('BTCTRY', 20, [['101', '9']]))
  exchange.time.pass(30)
  expect(book.read()).toMatchObject({ state: 'resyncing', reason: 'gap' })
  exchange.time.pass(1000)
  expect(book.read()).toMatchObject({ state: 'live', changeSet: 20 })
  expect(exchange.peer.joins(OBDIFF)).toBe(2)
})

it('asks again where the new snapshot never comes, though changes do', () => {
  stream.open()
  exchange.time.pass(1000)
  let joins = 0
  const answer = exchange.onJoin
  exchange.onJoin = (peer, key) => {
    if (key !== OBDIFF || ++joins > 1) answer(peer, key)
  }
  changeSet = 50
  trade()
  exchange.peer.send(changeFrame('BTCTRY', 50, []))
  exchange.time.pass(3000)
  expect(book.state).toBe('resyncing')
  exchange.time.pass(3000)
  expect([book.state, joins]).toEqual(['live', 2])
})

it.each([
  ['that names it', '[432,{"CS":11,"channel":"obdiff","event":"BTCTRY","type":432}]', 'resyncing'],
  ['that names nothing', '[432,{"CS":11,', 'resyncing'],
  ['of another channel', '[402,{"channel":"ticker","event":"BTCTRY","type":402}]', 'live'],
])('after an unreadable frame %s is as it should be', (_, text, state) => {
  stream.open()
  exchange.time.pass(1000)
  exchange.peer.sendText(text)
  exchange.time.pass(30)
  expect(book.state).toBe(state)
})

it('shows nothing once nothing came for 5 s, even before any timer could notice', () => {
  stream.open()
  exchange.time.pass(1000)
  exchange.time.stall(5000)
  expect(book.read()).toMatchObject({ state: 'stale', reason: 'silent_socket' })
})

it('is stale while the connection is in doubt, and live again when nothing was missed', () => {
  stream.open()
  exchange.time.pass(1000)
  exchange.peer.isCutOff = true
  exchange.time.pass(6000)
  expect(book.read()).toMatchObject({ state: 'stale', reason: 'silent_socket' })
  exchange.peer.isCutOff = false
  exchange.peer.alive()
  exchange.time.pass(50)
  expect(book.state).toBe('live')
  expect(transitions.slice(-2)).toEqual(['stale silent_socket', 'live continued'])
})

it('is stale when its channel is dead on a connection that lives, until a snapshot proves it', () => {
  stream.open()
  trade(false)
  exchange.time.pass(29_000)
  expect(book.state).toBe('live')
  exchange.onJoin = () => {}
  exchange.time.pass(2000)
  expect(book.read()).toMatchObject({ state: 'stale', reason: 'silent_channel' })
  exchange.peer.alive()
  exchange.time.pass(2000)
  expect(book.state).toBe('stale')
})

it('survives a lost connection: nothing of before is read as live', () => {
  stream.open()
  exchange.time.pass(1000)
  exchange.peer.close('reset')
  exchange.time.pass(50)
  expect(book.read()).toMatchObject({ state: 'disconnected', reason: 'connection_lost' })
  changeSet = 3
  exchange.time.pass(2000)
  expect(book.read()).toMatchObject({ state: 'live', changeSet: 3 })
})

it('gets its snapshot on a channel that another listener joined before', () => {
  stream.subscribe({ channel: 'obdiff', symbol: 'BTCTRY' }, () => {})
  stream.open()
  exchange.time.pass(1000)
  const second = createOrderBook({ stream, symbol: 'BTCTRY', ports: { clock: exchange.time, timers: exchange.time } })
  expect(second.state).toBe('syncing')
  exchange.time.pass(1000)
  expect([second.state, book.state]).toEqual(['live', 'live'])
})

it('leaves its channel on close and reads as disconnected', () => {
  stream.open()
  exchange.time.pass(1000)
  book.close()
  exchange.time.pass(100)
  expect([book.state, exchange.peer.joined.has(OBDIFF)]).toEqual(['disconnected', false])
})

describe('the comparison with REST', () => {
  const flush = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 500) {
      exchange.time.pass(500)
      await Promise.resolve().then(() => {})
    }
  }

  const startWith = (fetchBook: () => Promise<BookSides>) => {
    start({ fetchBook, crossCheckMs: 5000 })
    stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, () => {})
    const verdicts: string[] = []
    book.on('crossCheck', ({ verdict, differences }) => verdicts.push(`${verdict} ${differences}`))
    stream.open()
    trade(false)
    return verdicts
  }
  const level = (price: string, quantity: string) => ({ price, quantity })

  it('agrees with any padding', async () => {
    const verdicts = startWith(async () => ({ asks: [level('101.0', '1.000')], bids: [level('99', '1')] }))
    await flush(11_000)
    expect(verdicts).toEqual(['agrees 0', 'agrees 0'])
  })

  it('believes in a difference that stays, and asks for a new snapshot', async () => {
    const verdicts = startWith(async () => ({ asks: [level('101', '7')], bids: [level('99', '1')] }))
    await flush(12_000)
    expect(verdicts).toEqual(['agrees 1', 'suspect 1', 'diverged 1'])
    expect(transitions).toContain('resyncing diverged')
  })

  it('does not believe in differences that move', async () => {
    let calls = 0
    const verdicts = startWith(async () => ({
      asks: [level(`100.${++calls}`, '1'), level('101', '1')],
      bids: [level('99', '1')],
    }))
    await flush(20_000)
    expect(verdicts.length).toBeGreaterThan(3)
    expect(verdicts).not.toContain('diverged 1')
    expect(book.state).toBe('live')
  })

  it('says nothing about the book where REST has no answer', async () => {
    const verdicts = startWith(() => Promise.reject(new Error('down')))
    await flush(11_000)
    expect(verdicts).toEqual(['failed 0', 'failed 0'])
    expect(book.state).toBe('live')
  })

  it('does not wait for ever for an answer', async () => {
    const verdicts = startWith(() => new Promise(() => {}))
    await flush(16_000)
    expect(verdicts).toEqual(['failed 0'])
  })
})

it('refuses to compare too often', () => {
  expect(() => start({ crossCheckMs: 100 })).toThrow('crossCheckMs must be from 3000 to 86400000')
})
