import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  formatEventId,
  isAfter,
  type JobEventId,
  JobHub,
  JobStream,
  parseEventId,
  progressEvent,
  START,
} from '../../src/events/job-events.ts'
import { EventStream } from '../../src/events/stream.ts'
import { EVENT_LIMITS, type EventLimits, StreamLimits } from '../../src/events/stream-limits.ts'
import { type Event, eventsIn } from '../fixtures/events.ts'
import { createHarness, get, type Harness, start } from '../fixtures/harness.ts'

const summaries = (events: readonly Event[]) => events.map(({ id, data }) => `${id} ${data['status']}`)

describe('a place', () => {
  const places: readonly JobEventId[] = [
    START,
    { attempt: 0, phase: 0, position: 0 },
    { attempt: 1, phase: 1, position: 0 },
    { attempt: 1, phase: 1, position: 7 },
    { attempt: 1, phase: 2, position: 0 },
    { attempt: 2, phase: 1, position: 0 },
    { attempt: 2, phase: 3, position: 0 },
  ]

  it('has an order, and an id that says it', () => {
    for (const [i, a] of places.entries()) {
      for (const [j, b] of places.entries()) expect(isAfter(a, b), `${i} after ${j}`).toBe(i > j)
      if (i > 0) expect(parseEventId(formatEventId(a))).toEqual(a)
    }
  })

  it.each([undefined, '', '1.1', '1.4.0', '-1.0.0', '1.1.1.1', '9999999999.1.1', 'x'])('is nowhere for %j', (id) => {
    expect(parseEventId(id)).toEqual(START)
  })
})

describe('GET /backtest/:id/events', () => {
  let harness: Harness

  beforeEach(async () => {
    harness = await createHarness()
  })
  afterEach(() => harness.close())

  it('tells a backtest from its beginning to its end, and ends there', async () => {
    harness.runner.pause()
    const { id } = (await start(harness.app)).json()
    const answer = get(harness.app, `/backtest/${id}/events`)
    harness.runner.resume()
    const { headers, payload } = await answer
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
    const states = eventsIn(payload).filter(({ event }) => event === 'state')
    expect(summaries(states)).toEqual(['0.0.0 queued', '1.1.0 running', '1.3.0 done'])
    expect(states.at(-1)?.data).toMatchObject({ id, summary: { candleCount: 5_105 }, error: null })
  })

  it('goes on behind the last event that came, for every event', async () => {
    const { id } = (await start(harness.app)).json()
    await harness.whenEnded(id)
    const all = eventsIn((await get(harness.app, `/backtest/${id}/events`)).payload)
    expect(all).toHaveLength(3)
    for (const [index, { id: last }] of all.entries()) {
      const rest = await get(harness.app, `/backtest/${id}/events`, { 'last-event-id': last })
      expect(eventsIn(rest.payload), `behind ${last}`).toEqual(all.slice(index + 1))
      expect(rest.statusCode, 'a browser that has everything is told not to come back').toBe(index === 2 ? 204 : 200)
    }
  })

  it('goes on with what another process has seen', async () => {
    const { id } = (await start(harness.app)).json()
    await harness.whenEnded(id)
    const other = new JobHub(harness.runner, () => 0, new StreamLimits())
    const stream = other.subscribe((await harness.runner.get(id)) ?? missing(), 'x', parseEventId('0.0.0'))
    let text = ''
    for await (const piece of stream) text += String(piece)
    expect(summaries(eventsIn(text))).toEqual(['1.1.0 running', '1.3.0 done'])
    other.close()
  })

  it('answers 404 where there is none', async () => {
    expect((await get(harness.app, '/backtest/nope/events')).statusCode).toBe(404)
  })
})

describe('the streams', () => {
  const open = async (limits: Partial<EventLimits>) => {
    const harness = await createHarness({ eventLimits: { ...EVENT_LIMITS, ...limits } })
    harness.runner.pause()
    const { id } = (await start(harness.app)).json()
    const watch = (client = 'a') => get(harness.app, `/backtest/${id}/events`, { 'x-tezgah-client': client })
    return { harness, id, watch }
  }

  it('are as many as are allowed, and one more is told to wait', async () => {
    const { harness, watch } = await open({ maxStreams: 2, maxPerClient: 2 })
    const watching = [watch(), watch(), watch()]
    // The others stay open for as long as nothing runs.
    const refused = await Promise.race(watching)
    expect([refused.statusCode, refused.json().type]).toEqual([429, 'urn:tezgah:problem:busy'])
    harness.runner.resume()
    const streams = (await Promise.all(watching)).filter(({ statusCode }) => statusCode === 200)
    expect(streams.map(({ payload }) => eventsIn(payload).at(-1)?.data['status'])).toEqual(['done', 'done'])
    await harness.close()
  })

  it('end when the service stops', async () => {
    const { harness, id } = await open({})
    const streams = new StreamLimits()
    const hub = new JobHub(harness.runner, () => 0, streams)
    const stream = hub.subscribe((await harness.runner.get(id)) ?? missing(), 'x', START)
    streams.close()
    hub.close()
    let text = ''
    for await (const piece of stream) text += String(piece)
    expect(summaries(eventsIn(text))).toEqual(['0.0.0 queued'])
    expect(streams.size).toBe(0)
    await harness.close()
  })

  it('find an end that nobody told them, at the next sign of life', async () => {
    const { harness, id } = await open({})
    const hub = new JobHub(harness.runner, () => 0, new StreamLimits({ ...EVENT_LIMITS, heartbeatMs: 10 }))
    const stream = hub.subscribe((await harness.runner.get(id)) ?? missing(), 'x', START)
    let text = ''
    for await (const piece of stream) {
      text += String(piece)
      // Past the runner, as another process would; only now, when the first look is over.
      if (String(piece).includes(': beat\n\n')) await harness.store.cancel(id)
    }
    expect(summaries(eventsIn(text))).toEqual(['0.0.0 queued', '0.3.0 cancelled'])
    hub.close()
    await harness.close()
  })
})

const missing = (): never => {
  throw new Error('the job is gone')
}

describe('a client that does not read', () => {
  const job = { id: 'j', attempts: 1, status: 'running', summary: null, error: null, resultSha256: null } as never
  const progress = (position: number) =>
    progressEvent(job, { position, length: 1_000, equity: { time: [], equity: [] } })

  it('gets only the newest progress once it reads again', () => {
    const watcher = new JobStream(START)
    for (const position of [1, 2, 3]) watcher.sendProgress(progress(position))
    const first = String(watcher.stream.read())
    const second = String(watcher.stream.read())
    expect(eventsIn(first + second).map(({ data }) => data['position'])).toEqual([3])
    watcher.stream.destroy()
  })

  it('is not told of progress that lies before a state it knows', () => {
    const watcher = new JobStream(START)
    watcher.stream.read()
    watcher.catchUp(job)
    watcher.sendProgress(progress(5))
    watcher.catchUp({ ...(job as object), status: 'done' } as never)
    watcher.stream.end()
    const text = [...iterate(watcher.stream)].join('')
    expect(eventsIn(text).map(({ id }) => id)).toEqual(['0.0.0', '1.1.0', '1.3.0'])
  })

  it('is cut off at the second sign of life without a read between', () => {
    const stream = new EventStream()
    stream.read()
    stream.heartbeat()
    expect(stream.destroyed).toBe(false)
    stream.heartbeat()
    stream.heartbeat()
    expect(stream.destroyed).toBe(true)
  })

  it('is cut off where too much waits for it', () => {
    const stream = new EventStream()
    for (let count = 1; count < 5_000 && !stream.destroyed; count++) stream.send('x'.repeat(1_000))
    expect(stream.destroyed).toBe(true)
    expect(stream.readableLength).toBeLessThanOrEqual(256 * 1024)
  })
})

function* iterate(stream: EventStream): Generator<string> {
  for (let piece = stream.read(); piece !== null; piece = stream.read()) yield String(piece)
}
