import { beforeEach, describe, expect, it } from 'vitest'
import type { ChannelEvent } from '../../src/stream/channels/subscription.ts'
import { CONNECTIONS_PER_MINUTE } from '../../src/stream/connection/connection-rate-limit.ts'
import type { ConnectionEvent } from '../../src/stream/connection/reconnecting-connection.ts'
import type { FaultEvent } from '../../src/stream/events.ts'
import { seededRandom } from './book/random.ts'
import { FakeExchange, tickerFrame, tradeFrame } from './fake-exchange.ts'

let exchange: FakeExchange

beforeEach(() => {
  exchange = new FakeExchange()
})

const TICKER = { channel: 'ticker', symbol: 'BTCTRY' } as const

/** A ticker every 750 ms for as long as the connection stands. */
const tick = (symbol = 'BTCTRY') => {
  const send = () => {
    if (exchange.peer.joined.has(`ticker:${symbol}`)) exchange.peer.send(tickerFrame(symbol))
    exchange.time.after(750, send)
  }
  send()
}

it('connects to nothing before it is opened', () => {
  const stream = exchange.stream()
  stream.subscribe(TICKER, () => {})
  exchange.time.pass(60_000)
  expect(exchange.peers).toHaveLength(0)
  expect(stream.state).toBe('idle')
})

it('joins on opening and calls back for each message of the channel until it is stopped', () => {
  const stream = exchange.stream()
  const lasts: string[] = []
  const undo = stream.subscribe(TICKER, ({ last }) => lasts.push(last))
  stream.open()
  exchange.time.pass(1000)
  expect(exchange.peer.received).toEqual([[151, { type: 151, channel: 'ticker', event: 'BTCTRY', join: true }]])
  exchange.peer.send(tickerFrame('BTCTRY', '200'))
  exchange.peer.send(tickerFrame('ETHTRY', '300'))
  exchange.time.pass(100)
  expect(lasts).toEqual(['100', '200'])
  undo()
  undo()
  exchange.peer.send(tickerFrame('BTCTRY', '400'))
  exchange.time.pass(100)
  expect(lasts).toHaveLength(2)
  expect(exchange.peer.received.at(-1)).toEqual([151, { type: 151, channel: 'ticker', event: 'BTCTRY', join: false }])
})

it('joins a channel once for many listeners and leaves it with the last', () => {
  const stream = exchange.stream()
  const first = stream.subscribe(TICKER, () => {})
  const second = stream.subscribe(TICKER, () => {})
  stream.open()
  exchange.time.pass(100)
  first()
  exchange.time.pass(100)
  expect(exchange.peer.received).toHaveLength(1)
  second()
  exchange.time.pass(100)
  expect(exchange.peer.joined.size).toBe(0)
})

it('refuses a symbol that the exchange would acknowledge and never send', () => {
  const stream = exchange.stream()
  for (const symbol of ['btctry', 'BTC_TRY', '']) {
    expect(() => stream.subscribe({ channel: 'ticker', symbol }, () => {})).toThrow('capital letters and digits')
  }
})

it('lets no listener break the others or the stream', () => {
  const stream = exchange.stream()
  const errors: unknown[] = []
  let seen = 0
  stream.on('listenerError', (error) => errors.push(error))
  stream.subscribe(TICKER, () => {
    throw new Error('mine')
  })
  stream.subscribe(TICKER, () => seen++)
  stream.open()
  exchange.time.pass(100)
  expect([seen, errors.length, stream.state]).toEqual([1, 1, 'open'])
})

it('throws what a listener threw when there is neither a catch nor an error listener', () => {
  const stream = exchange.stream()
  stream.subscribe(TICKER, () => {
    throw new Error('mine')
  })
  stream.open()
  expect(() => exchange.time.pass(1000)).toThrow('mine')
})

describe('a connection that is lost', () => {
  it('is opened anew and joined to the same channels', () => {
    const stream = exchange.stream()
    let seen = 0
    stream.subscribe(TICKER, () => seen++)
    stream.open()
    exchange.time.pass(100)
    exchange.peer.close('reset')
    exchange.time.pass(1000)
    expect(exchange.peers).toHaveLength(2)
    expect(exchange.peer.joins('ticker:BTCTRY')).toBe(1)
    expect([seen, stream.reconnects]).toEqual([2, 1])
  })

  it.each([
    ['with pings', true],
    ['as in a browser, without pings', false],
  ])('is found half-open within 10 s at any moment, %s', (_, hasPing) => {
    for (let seed = 0; seed < 40; seed++) {
      exchange = new FakeExchange()
      exchange.hasPing = hasPing
      const stream = exchange.stream({}, seededRandom(seed))
      stream.subscribe(TICKER, () => {})
      stream.open()
      tick()
      exchange.time.pass(3000 + seed * 137)
      const cutOffAt = exchange.time.monotonic()
      const dead = exchange.peer
      dead.isCutOff = true
      let lostAt = 0
      stream.on('connection', ({ state }) => {
        if (state === 'waiting' && lostAt === 0) lostAt = exchange.time.monotonic()
      })
      exchange.time.pass(4000)
      expect(stream.isFresh, 'still open, no longer believed').toBe(exchange.time.monotonic() - cutOffAt < 5000)
      exchange.time.pass(6000)
      expect(lostAt - cutOffAt).toBeLessThanOrEqual(10_000)
      expect(lostAt).toBeGreaterThan(0)
      expect(dead.isTerminated).toBe(true)
    }
  })

  it('is doubted after 5 s of silence, though it is still open', () => {
    const stream = exchange.stream()
    const doubts: boolean[] = []
    stream.on('stale', ({ isStale }) => doubts.push(isStale))
    stream.subscribe(TICKER, () => {})
    stream.open()
    exchange.time.pass(100)
    exchange.peer.isCutOff = true
    exchange.time.pass(6000)
    expect([stream.state, stream.isFresh, doubts]).toEqual(['open', false, [true]])
    exchange.peer.isCutOff = false
    exchange.peer.alive()
    exchange.time.pass(100)
    expect([stream.isFresh, doubts]).toEqual([true, [true, false]])
  })

  it('is not given up for a quiet market while the peer answers pings', () => {
    const stream = exchange.stream()
    stream.subscribe({ channel: 'trade', symbol: 'BTCTRY' }, () => {})
    stream.open()
    exchange.time.pass(50_000)
    expect(exchange.peers).toHaveLength(1)
    expect(exchange.peer.pings).toBeGreaterThan(10)
  })

  it('is not given up because this process stood still', () => {
    const stream = exchange.stream()
    stream.subscribe(TICKER, () => {})
    stream.open()
    tick()
    exchange.time.pass(5000)
    exchange.time.stall(60_000)
    expect(stream.isFresh).toBe(false)
    exchange.time.pass(3000)
    expect([exchange.peers.length, stream.isFresh]).toEqual([1, true])
  })

  it('is not given up where a pong could not be read because this process stood still', () => {
    const stream = exchange.stream()
    stream.subscribe({ channel: 'trade', symbol: 'BTCTRY' }, () => {})
    stream.open()
    exchange.time.pass(1000)
    exchange.peer.isCutOff = true
    while (exchange.peer.pings === 0) exchange.time.pass(1)
    exchange.time.stall(60_000)
    exchange.time.pass(1)
    exchange.peer.isCutOff = false
    exchange.peer.alive()
    exchange.time.pass(100)
    expect([exchange.peers.length, stream.isFresh]).toEqual([1, true])
  })

  it('is doubted when the wall clock says that the machine slept', () => {
    const stream = exchange.stream()
    stream.subscribe(TICKER, () => {})
    stream.open()
    exchange.time.pass(1000)
    exchange.time.jump(3_600_000)
    expect(stream.isFresh).toBe(false)
    exchange.peer.send(tickerFrame('BTCTRY'))
    exchange.time.pass(100)
    expect([exchange.peers.length, stream.isFresh]).toEqual([1, true])
  })

  it('is given up where the peer takes the connection and never opens it', () => {
    exchange.onConnect = () => {}
    const stream = exchange.stream()
    stream.open()
    exchange.time.pass(9000)
    expect(exchange.peers.length).toBe(2)
    expect(exchange.peers[0]!.isTerminated).toBe(true)
  })

  it('is given up where it answers pings and nothing else', () => {
    exchange.onJoin = () => {}
    const stream = exchange.stream()
    const reasons: (string | null)[] = []
    stream.on('connection', ({ reason }) => reasons.push(reason))
    stream.subscribe(TICKER, () => {})
    stream.open()
    exchange.time.pass(10_000)
    expect(exchange.peers.length).toBeGreaterThan(1)
    expect(reasons).toContain('every channel is silent')
  })
})

describe('the waits between connections', () => {
  const waits = (onConnect: (exchange: FakeExchange) => void, random: () => number): number[] => {
    const stream = exchange.stream({}, random)
    const found: number[] = []
    stream.on('connection', ({ waitMs, reason }: ConnectionEvent) => {
      if (waitMs !== null && reason !== 'too many connections in a minute') found.push(waitMs)
    })
    stream.subscribe(TICKER, () => {})
    exchange.onConnect = () => onConnect(exchange)
    stream.open()
    exchange.time.pass(300_000)
    return found
  }
  const almostOne = () => 1 - 2 ** -32

  it('double up to 30 s, from zero to the limit at random', () => {
    const limits = waits(({ peer }) => peer.close('refused'), almostOne).map(Math.round)
    expect(limits.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    exchange = new FakeExchange()
    expect(
      Math.max(
        ...waits(
          ({ peer }) => peer.close('refused'),
          () => 0,
        ),
      ),
    ).toBe(0)
  })

  it('do not start anew because a connection was opened: only data proves it', () => {
    const flapping = (target: FakeExchange) => {
      target.onJoin = () => {}
      target.peer.open()
      target.time.after(200, () => target.peer.close('flap'))
    }
    expect(waits(flapping, almostOne).map(Math.round).slice(0, 4)).toEqual([500, 1000, 2000, 4000])
  })

  it('start anew with the first data', () => {
    let connections = 0
    const healing = (target: FakeExchange) => {
      const peer = target.peer
      if (++connections < 4) peer.close('refused')
      else {
        peer.open()
        target.time.after(5000, () => peer.close('later'))
      }
    }
    expect(waits(healing, almostOne).map(Math.round).slice(0, 5)).toEqual([500, 1000, 2000, 500, 500])
  })

  it('keep to 15 connections in any minute, with any faults', () => {
    for (let seed = 0; seed < 10; seed++) {
      exchange = new FakeExchange()
      const random = seededRandom(seed)
      waits(({ peer, time }) => {
        peer.open()
        time.after(random() * 400, () => peer.close('flap'))
      }, random)
      const times = exchange.connectedAt
      expect(times.length).toBeGreaterThan(50)
      for (const at of times) {
        expect(times.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(
          CONNECTIONS_PER_MINUTE,
        )
      }
    }
  })

  it('last a minute where the exchange refused the handshake with 429', () => {
    waits(({ peer }) => peer.close('refused', 429), almostOne)
    expect(exchange.connectedAt).toHaveLength(5)
    expect(exchange.connectedAt[1]! - exchange.connectedAt[0]!).toBeGreaterThanOrEqual(60_000)
  })
})

describe('a channel', () => {
  const states = (): { stream: ReturnType<FakeExchange['stream']>; seen: string[]; events: ChannelEvent[] } => {
    const stream = exchange.stream()
    const events: ChannelEvent[] = []
    const seen: string[] = []
    stream.on('channel', (event) => {
      events.push(event)
      seen.push(event.state)
    })
    return { stream, seen, events }
  }

  it('that was acknowledged and stays silent is reported, and asked for again', () => {
    const { stream, events } = states()
    stream.subscribe({ channel: 'ticker', symbol: 'NOPETRY' }, () => {})
    stream.subscribe(TICKER, () => {})
    stream.open()
    tick()
    exchange.time.pass(3500)
    expect(events.find(({ state }) => state === 'silent')).toEqual({
      channel: { channel: 'ticker', symbol: 'NOPETRY' },
      state: 'silent',
      isAcknowledged: true,
      attempts: 1,
    })
    exchange.time.pass(120_000)
    expect(exchange.peers).toHaveLength(1)
    const joins = exchange.peer.joins('ticker:NOPETRY')
    expect(joins).toBeGreaterThan(4)
    expect(joins).toBeLessThan(15)
  })

  it('that dies on a connection that lives is joined anew', () => {
    const { stream, seen } = states()
    stream.subscribe(TICKER, () => {})
    stream.subscribe({ channel: 'ticker', symbol: 'ETHTRY' }, () => {})
    stream.open()
    tick('ETHTRY')
    exchange.time.pass(4000)
    expect(exchange.peer.joins('ticker:BTCTRY')).toBe(1)
    exchange.time.pass(1500)
    expect(exchange.peer.joins('ticker:BTCTRY')).toBe(2)
    expect(exchange.peer.joins('ticker:ETHTRY')).toBe(1)
    expect(seen).toEqual(['joining', 'joining', 'live', 'live', 'idle', 'live'])
  })

  it('with nothing to say is proved by its first frame', () => {
    const { stream, seen } = states()
    stream.subscribe({ channel: 'trade', symbol: 'BTCTRY' }, () => {})
    stream.open()
    exchange.time.pass(125_000)
    expect(exchange.peer.joins('trade:BTCTRY')).toBe(3)
    expect(seen).toEqual(['joining', 'live', 'idle', 'live', 'idle', 'live'])
  })
})

it('reports a frame that cannot be read, with its channel where it names one, and goes on', () => {
  const stream = exchange.stream()
  const faults: FaultEvent[] = []
  let seen = 0
  stream.on('fault', (fault) => faults.push(fault))
  stream.subscribe({ channel: 'trade', symbol: 'BTCTRY' }, () => seen++)
  stream.open()
  exchange.time.pass(100)
  exchange.peer.sendText('<html>')
  exchange.peer.send([422, { PS: 'BTCTRY', channel: 'trade', event: 'BTCTRY', type: 422 }])
  exchange.peer.send([777, { type: 777 }])
  exchange.peer.send(tradeFrame('BTCTRY', 5, 1000))
  exchange.time.pass(100)
  expect(faults.map(({ key, error }) => [key, error.code])).toEqual([
    [null, 'malformed'],
    ['trade:BTCTRY', 'malformed'],
  ])
  expect(seen).toBe(2)
})

it('is quiet for good after close', () => {
  const stream = exchange.stream()
  stream.subscribe(TICKER, () => {})
  stream.open()
  tick()
  exchange.time.pass(1000)
  stream.close()
  stream.close()
  exchange.time.pass(100_000)
  expect([exchange.peers.length, stream.state, exchange.peer.isClosed]).toEqual([1, 'closed', true])
  expect(() => stream.subscribe(TICKER, () => {})).toThrow('the stream is closed')
})

it('leaves no timer behind', () => {
  const stream = exchange.stream()
  stream.subscribe(TICKER, () => {})
  stream.open()
  exchange.time.pass(1000)
  stream.close()
  exchange.time.pass(3000)
  expect(exchange.time.pending).toBe(0)
})

it.each([
  ['url', { url: 'https://example.org' }],
  ['idleMs.ticker', { idleMs: { ticker: 0 } }],
])('refuses a bad %s', (field, options) => {
  expect(() => exchange.stream(options)).toThrow(expect.objectContaining({ code: 'invalid_request', field }))
})
