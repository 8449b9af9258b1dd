import { createManualClock } from '@tezgah/core/clock'
import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../web/api/errors.ts'
import { PROXY_UNAVAILABLE } from '../../../web/api/request.ts'
import { createLive } from '../../../web/state/live/live.ts'
import { causeOf, type LiveStatus, staleMs } from '../../../web/state/live/status.ts'
import { riskDocument, sloDocument } from '../../support/desk-documents.ts'
import { FakeStream, settle } from '../../support/fake-stream.ts'

function openLive(answer: (path: string) => unknown, random = () => 0) {
  const time = createManualClock(1_000_000)
  const streams: FakeStream[] = []
  const asked: string[] = []
  const reports: unknown[] = []
  const live = createLive({
    open: () => {
      const stream = new FakeStream()
      streams.push(stream)
      return stream
    },
    request: async (path) => {
      asked.push(path)
      return answer(path)
    },
    clock: time,
    timers: time,
    random,
    report: (error) => reports.push(error),
  })
  live.start()
  return { live, time, streams, asked, reports }
}

const refuse = (): never => {
  throw new ApiError('refused', '', '')
}
const away = (): never => {
  throw new ApiError('unavailable', '', '', { type: 'urn:tezgah:problem:executor-away' })
}

describe('the live connection', () => {
  it('is live from the first word of the executor on', () => {
    const { live, streams } = openLive(refuse)
    expect(live.status.get().phase).toBe('connecting')
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.0')
    expect(live.status.get()).toMatchObject({ phase: 'live', cause: null })
  })

  it('is made again, ever more rarely, while the executor is away, and says so', async () => {
    const { live, time, streams } = openLive(away)
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before = streams.length
      streams.at(-1)?.fail(true)
      await settle()
      expect(live.status.get()).toMatchObject({ phase: 'reconnecting', cause: 'executor' })
      time.advance(waitMs - 1)
      expect(streams.length).toBe(before)
      time.advance(1)
      expect(streams.length).toBe(before + 1)
    }
  })

  it('reads nothing again where the browser went on behind the last event', async () => {
    const { streams, asked } = openLive(refuse)
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.4')
    await settle()
    const before = asked.length
    streams[0]?.fail(false)
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.4')
    streams[0]?.tell('risk', riskDocument(), 'b.5')
    await settle()
    expect(asked.length).toBe(before)
  })

  it('reads everything again upon resync', async () => {
    const { streams, asked } = openLive(refuse)
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.4')
    await settle()
    const before = asked.length
    streams[0]?.tell('resync', {}, 'b.9')
    await settle()
    expect(asked.slice(before)).toContain('/api/risk')
  })

  it('lets an event win against a snapshot that was asked for before it came', async () => {
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const { live, streams } = openLive(async (path) => {
      await gate
      return path === '/api/risk' ? riskDocument('active') : refuse()
    })
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.0')
    streams[0]?.tell('risk', riskDocument('halted'), 'b.1')
    release()
    await settle()
    expect(live.replica.get().risk?.value.trading.mode).toBe('halted')
  })

  it('is given up when it is silent for too long', () => {
    const { time, streams } = openLive(refuse)
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.0')
    time.advance(24_000)
    streams[0]?.tell('slo', sloDocument())
    time.advance(20_000)
    expect(streams.length).toBe(1)
    time.advance(12_000)
    expect(streams.length).toBe(2)
    expect(streams[0]?.readyState).toBe(2)
  })

  it('reports what is not as agreed and goes on', () => {
    const { live, streams, reports } = openLive(refuse)
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.0')
    streams[0]?.tell('risk', { trading: 7 }, 'b.1')
    streams[0]?.tell('risk', riskDocument('halted'), 'b.2')
    expect(String(reports[0])).toContain('trading.mode must be a known trading mode')
    expect(live.replica.get().risk?.value.trading.mode).toBe('halted')
  })

  it('hears nothing any more once it is closed', () => {
    const { live, time, streams } = openLive(refuse)
    live.close()
    streams[0]?.tell('hello', { boot: 'b', now: 0 }, 'b.0')
    time.advance(100_000)
    expect(live.status.get().phase).toBe('connecting')
    expect(streams.length).toBe(1)
  })
})

describe('how old the data is', () => {
  const live: LiveStatus = { phase: 'live', cause: null, since: 0, lastEventAt: 10_000 }

  it.each([
    ['live and heard of lately', live, 21_999, null],
    ['live and silent for two beats', live, 22_000, 12_000],
    ['just broken', { ...live, phase: 'reconnecting', since: 11_000 }, 12_000, null],
    ['broken for a while', { ...live, phase: 'reconnecting', since: 11_000 }, 14_000, 4_000],
    ['never connected', { phase: 'connecting', cause: null, since: 0, lastEventAt: null }, 5_000, 5_000],
  ] as const)('%s', (_name, status, now, expected) => {
    expect(staleMs(status, now)).toBe(expected)
  })

  it('has a cause', () => {
    expect(causeOf(new ApiError('unavailable', '', '', { type: PROXY_UNAVAILABLE }))).toBe('proxy')
    expect(causeOf(new ApiError('unavailable', '', ''))).toBe('executor')
    expect(causeOf(new ApiError('refused', '', '', { type: 'urn:tezgah:problem:session-expired' }))).toBe('sign-in')
    expect(causeOf(new ApiError('refused', '', ''))).toBe('stream')
  })
})

it('leaves out at most half of a wait, so that many pages do not reconnect at once', async () => {
  const { time, streams } = openLive(away, () => 1)
  streams[0]?.fail(true)
  await settle()
  time.advance(499)
  expect(streams).toHaveLength(1)
  time.advance(1)
  expect(streams).toHaveLength(2)
})
