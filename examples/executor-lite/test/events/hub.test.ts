import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AuditBatch } from '../../src/events/audit-batch.ts'
import { DocumentWatcher } from '../../src/events/document-watcher.ts'
import { EventHub, type Subscription } from '../../src/events/hub.ts'
import { ReplayBuffer } from '../../src/events/replay-buffer.ts'
import { eventsOf, TOPICS } from '../../src/events/routes.ts'
import { publishEvents } from '../../src/events/sources.ts'
import type { EventStream } from '../../src/events/stream.ts'
import { StreamLimits } from '../../src/events/stream-limits.ts'
import { Throttle } from '../../src/events/throttle.ts'
import { type Event, eventsIn } from '../fixtures/events.ts'

const PACE_MS = 100

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the ring', () => {
  const filled = (limits: { maxEvents: number; maxBytes: number }, count: number) => {
    const ring = new ReplayBuffer(limits)
    for (let index = 1; index <= count; index++) ring.add('job', (number) => `event ${number}`)
    return ring
  }
  const numbers = (ring: ReplayBuffer, after: number) => ring.after(after)?.map(({ number }) => number) ?? null

  it('gives what is behind any event that it keeps, each once', () => {
    const ring = filled({ maxEvents: 3, maxBytes: 1_000 }, 5)
    expect([5, 4, 3, 2].map((after) => numbers(ring, after))).toEqual([[], [5], [4, 5], [3, 4, 5]])
    expect(
      [1, 0, 6].map((after) => numbers(ring, after)),
      'not kept, or never given',
    ).toEqual([null, null, null])
  })

  it('keeps no more bytes than it may', () => {
    const ring = filled({ maxEvents: 100, maxBytes: 7 * 3 }, 9)
    expect([numbers(ring, 6), numbers(ring, 5)]).toEqual([[7, 8, 9], null])
  })

  it('lets nobody go on behind an event before it was broken off', () => {
    const ring = filled({ maxEvents: 3, maxBytes: 1_000 }, 2)
    ring.clear()
    expect([numbers(ring, 2), numbers(ring, 3)]).toEqual([null, []])
    ring.add('job', String)
    expect(numbers(ring, 3)).toEqual([4])
  })
})

describe('what is paced', () => {
  it('is done at once, and then once for all that was asked meanwhile', async () => {
    let count = 0
    const paced = new Throttle(() => void count++, PACE_MS)
    for (let asked = 0; asked < 10; asked++) paced.request()
    expect(count).toBe(1)
    await vi.advanceTimersByTimeAsync(PACE_MS)
    expect(count).toBe(2)
    await vi.advanceTimersByTimeAsync(10 * PACE_MS)
    expect(count).toBe(2)
    paced.request()
    paced.request()
    paced.close()
    await vi.advanceTimersByTimeAsync(10 * PACE_MS)
    expect(count).toBe(3)
  })
})

describe('a document that is watched', () => {
  it('is told when what matters of it differs, and again after it could not be read', async () => {
    let document: { mode: string; leftMs: number } | null = { mode: 'active', leftMs: 3 }
    const told: unknown[] = []
    const watched = new DocumentWatcher({
      read: () => document ?? Promise.reject(new Error('the file is damaged')),
      compareBy: ({ mode }) => mode,
      onChange: (now) => told.push(now),
    })
    const look = async (next: typeof document) => {
      document = next
      watched.check()
      await vi.advanceTimersByTimeAsync(1_000)
    }
    await look({ mode: 'active', leftMs: 3 })
    await look({ mode: 'active', leftMs: 2 })
    await look({ mode: 'halted', leftMs: 2 })
    await look(null)
    await look({ mode: 'halted', leftMs: 1 })
    expect(told).toEqual([
      { mode: 'active', leftMs: 3 },
      { mode: 'halted', leftMs: 2 },
      { mode: 'halted', leftMs: 1 },
    ])
    watched.close()
  })
})

describe('a burst of records', () => {
  const record = (seq: number, filler = '') => ({ seq, details: { filler } }) as never
  const told = (burst: AuditBatch) => burst.take().map(({ event, json }) => `${event} ${json}`.slice(0, 40))

  it('is told record by record while it is short', () => {
    const burst = new AuditBatch(3)
    burst.add(record(3))
    burst.add(record(4))
    expect(burst.take().map(({ event, json }) => [event, JSON.parse(json).seq])).toEqual([
      ['audit', 3],
      ['audit', 4],
    ])
    expect(burst.take()).toEqual([])
  })

  it.each([
    ['of many records', 101, ''],
    ['of long records', 2, 'x'.repeat(30_000)],
    ['of one that is too long', 1, 'x'.repeat(60_000)],
  ])('%s is told as a gap, and what comes then is told again', (_name, count, filler) => {
    const burst = new AuditBatch(0)
    for (let seq = 0; seq < count; seq++) burst.add(record(seq, filler))
    expect(told(burst)).toEqual([`audit-gap {"from":0,"to":${count - 1}}`])
    burst.add(record(count))
    expect(told(burst)).toHaveLength(1)
    expect(burst.isEmpty).toBe(true)
  })

  it('tells of the records that the log writes by itself', () => {
    const burst = new AuditBatch(0)
    burst.add(record(0))
    burst.add(record(3))
    expect(told(burst)).toEqual(['audit-gap {"from":0,"to":3}'])
  })

  it('takes no record for new that was durable before the telling began', () => {
    const burst = new AuditBatch(5)
    burst.add(record(4))
    expect(burst.take()).toEqual([])
  })
})

describe('the desk', () => {
  let streams: StreamLimits
  let desk: EventHub

  beforeEach(() => {
    streams = new StreamLimits()
    desk = new EventHub({ streams, now: () => 7 })
  })
  afterEach(() => {
    desk.close()
    streams.close()
  })

  const watch = (more: Partial<Subscription> = {}) =>
    desk.subscribe({ client: 'a', events: eventsOf(TOPICS), mayStay: () => true, ...more })
  const tell = (name: string, json = `{"name":"${name}"}`) => desk.publish(name, () => [{ event: 'job', json }])
  const readAll = (stream: EventStream): readonly Event[] => {
    let text = ''
    for (let piece = stream.read(); piece !== null; piece = stream.read()) text += String(piece)
    return eventsIn(text)
  }
  const tick = () => vi.advanceTimersByTimeAsync(PACE_MS)
  const namesOf = (events: readonly Event[]) => events.map(({ event, data }) => data['name'] ?? event)

  it('tells the newest of each thing, at most so often', async () => {
    const stream = watch()
    tell('first')
    for (const round of [1, 2, 3]) {
      tell('a', `{"name":"a${round}"}`)
      tell('b', `{"name":"b${round}"}`)
    }
    await tick()
    expect(namesOf(readAll(stream))).toEqual(['hello', 'first', 'a3', 'b3'])
  })

  it('sends only what was asked for, and what everybody must know', async () => {
    const stream = watch({ events: eventsOf(['audit']) })
    tell('a')
    desk.publish('audit', () => [{ event: 'audit-gap', json: '{}' }])
    await tick()
    expect(readAll(stream).map(({ event, id }) => [event, id.split('.')[1]])).toEqual([
      ['hello', '0'],
      ['audit-gap', '2'],
    ])
  })

  it('asks to read everything anew where too much waits, and goes on behind that', async () => {
    const stream = watch()
    tell('first')
    for (let count = 0; count < 1_001; count++) tell(`job ${count}`)
    await tick()
    tell('last')
    await tick()
    expect(namesOf(readAll(stream))).toEqual(['hello', 'first', 'resync', 'job 1000', 'last'])
  })

  it('asks to read everything anew in place of an event that would cut off whoever watches', async () => {
    const stream = watch()
    tell('long', JSON.stringify({ filler: 'x'.repeat(65 * 1024) }))
    expect(namesOf(readAll(stream))).toEqual(['hello', 'resync'])
  })

  it('sends a burst in pieces that a client has time to read', async () => {
    const stream = watch()
    for (let count = 0; count < 50; count++)
      tell(`${count}`, JSON.stringify({ name: count, filler: 'x'.repeat(10_000) }))
    const got: unknown[] = []
    for (let pieces = 0; pieces < 20; pieces++) {
      expect(stream.readableLength).toBeLessThan(128 * 1024)
      got.push(...namesOf(readAll(stream)))
      await tick()
    }
    expect(got).toEqual(['hello', ...Array.from({ length: 50 }, (_, index) => index)])
  })

  it('cuts off a client that does not read, and nobody else', async () => {
    const [slow, other] = [watch(), watch()]
    for (let count = 0; count < 40 && !slow.destroyed; count++) {
      tell(`${count}`, JSON.stringify({ filler: 'x'.repeat(20_000) }))
      await tick()
      readAll(other)
    }
    expect([slow.destroyed, other.destroyed]).toEqual([true, false])
    expect(slow.readableLength).toBeLessThanOrEqual(256 * 1024)
    expect(streams.size).toBe(1)
  })

  it('replaces what a slow client has not read of how things are', () => {
    const stream = watch()
    for (const last of [1, 2, 3]) desk.publishLatest('spot', 'spot', { last })
    const spots = [...readAll(stream), ...readAll(stream)].filter(({ event }) => event === 'spot')
    expect(spots.map(({ data, id }) => [data['last'], id])).toEqual([[3, '']])
  })

  it('reads how things are only while somebody watches', async () => {
    let reads = 0
    desk.addSnapshot('slo', 5_000, () => ({ reads: ++reads }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reads).toBe(0)
    const stream = watch()
    expect(reads, 'at once').toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(reads).toBe(3)
    stream.destroy()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reads).toBe(3)
  })

  it('keeps what happens for a minute after the last client, then it asks to read everything anew', async () => {
    const first = watch()
    tell('a')
    const id = readAll(first).at(-1)?.id
    first.destroy()
    await vi.advanceTimersByTimeAsync(30_000)
    tell('b')
    await tick()
    const second = watch({ lastEventId: id })
    expect(namesOf(readAll(second))).toEqual(['hello', 'b'])
    second.destroy()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(desk.hasSubscribers).toBe(false)
    tell('missed')
    const third = watch({ lastEventId: id })
    expect(namesOf(readAll(third))).toEqual(['hello', 'resync'])
  })

  it('asks to read everything anew where more was missed than may wait', async () => {
    const first = watch()
    const id = readAll(first).at(-1)?.id
    for (let count = 0; count < 20; count++) {
      tell(`${count}`, JSON.stringify({ filler: 'x'.repeat(15_000) }))
      await tick()
      readAll(first)
    }
    expect(namesOf(readAll(watch({ lastEventId: id })))).toEqual(['hello', 'resync'])
  })

  it('ends a stream at the sign of life after it may not stay', async () => {
    const stream = watch({ mayStay: () => false })
    await vi.advanceTimersByTimeAsync(15_000)
    const ended = once(stream, 'end')
    expect(readAll(stream).map(({ event }) => event)).toEqual(['hello'])
    await ended
  })

  it('tells how far a run has come, with its equity so far, twice a second, until it has ended', () => {
    const clock = { now: 0 }
    const listeners: { name: string; listener: (job: unknown, progress?: unknown) => void }[] = []
    const emit = (event: string, ...what: [unknown, unknown?]) => {
      for (const { name, listener } of listeners) if (name === event) listener(...what)
    }
    const nothing = () => () => {}
    publishEvents(desk, {
      runner: {
        on: (name: string, listener: never) => {
          listeners.push({ name, listener })
          return nothing
        },
        progress: () => null,
      },
      guardrails: { onChange: nothing },
      verdicts: { onAdd: nothing },
      audit: { onRecord: nothing, state: { status: 'open' } },
      slo: { report: () => ({}) },
      spot: { read: () => ({}) },
      documents: { risk: () => new Promise(() => {}), proposals: () => ({}), overrides: () => ({}) },
      monotonicNow: () => clock.now,
    } as never)
    const stream = watch({ events: eventsOf(['progress']) })
    readAll(stream)
    const spec = { strategy: 's', params: {}, datasets: [], detail: [], settings: {} }
    const job = { id: 'j', spec, status: 'running' }
    const progress = (now: number, position: number) => {
      clock.now = now
      emit('progress', job, { position, length: 10, equity: { time: [position], equity: [1] } })
    }
    progress(0, 1)
    progress(499, 2)
    const first = readAll(stream)
    expect(first.map(({ data }) => data)).toEqual([{ id: 'j', progress: 0.1, equity: { time: [1], equity: [1] } }])
    progress(500, 3)
    progress(1_000, 4)
    emit('done', { ...job, status: 'done' })
    expect(
      readAll(stream).map(({ data }) => data['progress']),
      'what waited is over',
    ).toEqual([0.3])
  })
})
