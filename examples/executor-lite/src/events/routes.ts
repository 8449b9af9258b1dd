import { isFinal, type Runner } from '@tezgah/runner'
import { headerValues } from '@tezgah-examples/service-kit/raw-headers'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Authenticator } from '../auth/identity.ts'
import { clientOf } from '../auth/identity.ts'
import { extendIdleTimeout } from '../http/idle-timeout.ts'
import { EVENT_STREAM, type RouteConfig, readQuery } from '../http/route.ts'
import { findJob } from '../jobs/find-job.ts'
import { EventHub } from './hub.ts'
import { eventIdsOf, isAfter, JobHub, parseEventId, START } from './job-events.ts'
import { backtestEventPayloads, eventPayloads } from './payloads.ts'
import { type EventSources, publishEvents } from './sources.ts'
import { type EventLimits, StreamLimits } from './stream-limits.ts'

/** What a client may ask for, and the events that it then gets beside `hello` and `resync`. */
export const TOPIC_EVENTS = {
  job: ['job', 'progress'],
  progress: ['progress'],
  risk: ['risk'],
  proposals: ['proposals'],
  overrides: ['overrides'],
  verdict: ['verdict'],
  audit: ['audit', 'audit-gap'],
  slo: ['slo'],
  spot: ['spot'],
} as const

export type Topic = keyof typeof TOPIC_EVENTS

/** In the order in which they are documented. */
export const TOPICS = Object.keys(TOPIC_EVENTS) as [Topic, ...Topic[]]

/** The names of the events of some topics. */
export function eventsOf(topics: readonly Topic[]): ReadonlySet<string> {
  return new Set<string>(topics.flatMap((topic) => TOPIC_EVENTS[topic]))
}

export const LAST_ID_HEADER = 'last-event-id'

const BACKTEST_EVENTS: RouteConfig = {
  access: 'open',
  bucket: 'watching',
  doc: {
    operationId: 'streamBacktestEvents',
    summary: 'Changes of state and progress with the equity so far, until it has ended (server-sent events)',
    headers: { [LAST_ID_HEADER]: 'Id of the last event that came: only those behind it are sent' },
    responses: { 200: { [EVENT_STREAM]: backtestEventPayloads }, 204: null },
    problems: ['not-found', 'busy', 'store-unavailable'],
  },
}

/** Longer than the heartbeat, which keeps the connection from being taken for a dead one. */
export const STREAM_QUIET_MS = 40_000

/** `GET /backtest/:id/events`. */
function addBacktestEventsRoute(app: FastifyInstance, runner: Runner, hub: JobHub): void {
  const options = { config: BACKTEST_EVENTS, exposeHeadRoute: false }
  app.get<{ Params: { id: string } }>('/backtest/:id/events', options, async (request, reply) => {
    const job = await findJob(runner, request.params.id)
    const after = parseEventId(headerValues(request.raw.rawHeaders, LAST_ID_HEADER).at(-1))
    // A browser reconnects after every end; status 204 makes it stop.
    const last = eventIdsOf(job).at(-1) ?? START
    if (isFinal(job.status) && !isAfter(last, after)) return reply.code(204).send()
    const stream = hub.subscribe(job, clientOf(request), after)
    extendIdleTimeout(request, STREAM_QUIET_MS)
    return reply.type(`${EVENT_STREAM}; charset=utf-8`).header('x-accel-buffering', 'no').send(stream)
  })
}

const isTopic = (name: string): name is Topic => (TOPICS as readonly string[]).includes(name)

const eventsQuery = z.strictObject({
  topics: z
    .string()
    .max(200)
    .refine((text) => text.split(',').every(isTopic), { error: `must be some of ${TOPICS.join(', ')}, with commas` })
    .transform((text) => text.split(',').filter(isTopic))
    .optional()
    .describe(`Some of ${TOPICS.join(', ')}, with commas between them; absent: all`),
})

const EVENTS: RouteConfig = {
  access: 'viewer',
  bucket: 'watching',
  doc: {
    operationId: 'streamEvents',
    summary: 'What happens on the whole desk (server-sent events)',
    query: eventsQuery,
    headers: { [LAST_ID_HEADER]: 'Id of the last event that came: those behind it are sent, or `resync`' },
    responses: { 200: { [EVENT_STREAM]: eventPayloads } },
    problems: ['busy'],
  },
}

/** `GET /events`. */
function addEventsRoute(app: FastifyInstance, hub: EventHub, authenticate: Authenticator): void {
  app.get('/events', { config: EVENTS, exposeHeadRoute: false }, async (request, reply) => {
    const { topics = TOPICS } = readQuery(eventsQuery, request.query)
    const { rawHeaders } = request.raw
    const lastEventId = headerValues(rawHeaders, LAST_ID_HEADER).at(-1)
    // A token that is revoked or expires, or may no longer speak for others, must not go on watching.
    const holder = () => JSON.stringify(authenticate({ rawHeaders }))
    const atFirst = holder()
    const mayStay = () => holder() === atFirst
    const stream = hub.subscribe({ client: clientOf(request), events: eventsOf(topics), lastEventId, mayStay })
    extendIdleTimeout(request, STREAM_QUIET_MS)
    return reply.type(`${EVENT_STREAM}; charset=utf-8`).header('x-accel-buffering', 'no').send(stream)
  })
}

export type EventRoutesDeps = EventSources & {
  readonly runner: Runner
  readonly authenticate: Authenticator
  readonly eventLimits?: EventLimits
}

/** The streams of one backtest and of the whole desk, and what they report. */
export function addEventRoutes(app: FastifyInstance, deps: EventRoutesDeps): void {
  const streams = new StreamLimits(deps.eventLimits)
  const jobs = new JobHub(deps.runner, deps.monotonicNow, streams)
  const events = new EventHub({ streams, now: Date.now })
  const stopPublishing = publishEvents(events, deps)
  addBacktestEventsRoute(app, deps.runner, jobs)
  addEventsRoute(app, events, deps.authenticate)
  // Before the server waits for answers to end: these would not.
  app.addHook('preClose', async () => {
    stopPublishing()
    events.close()
    jobs.close()
    streams.close()
  })
}
