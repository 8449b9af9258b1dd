import { isFinal, type Runner } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { headerValues } from '../admin-token.ts'
import { clientOf } from '../client.ts'
import type { JobHub } from '../events/job-hub.ts'
import { backtestEventPayloads } from '../events/payloads.ts'
import { isAfter, NOWHERE, parsePlace, placesOf } from '../events/place.ts'
import { findJob } from '../find-job.ts'
import { letTakeTime } from '../let-take-time.ts'
import type { RouteConfig } from '../route-config.ts'

export const LAST_ID_HEADER = 'last-event-id'
/** Media type of a stream of events. */
export const EVENT_STREAM = 'text/event-stream; charset=utf-8'

const EVENTS: RouteConfig = {
  access: 'open',
  bucket: 'watching',
  doc: {
    operationId: 'streamBacktestEvents',
    summary: 'Changes of state and progress with the equity so far, until it has ended (server-sent events)',
    headers: { [LAST_ID_HEADER]: 'Id of the last event that came: only those behind it are sent' },
    responses: { 200: { 'text/event-stream': backtestEventPayloads }, 204: null },
    problems: ['not-found', 'busy', 'store-unavailable'],
  },
}

/** Longer than the heartbeat, which keeps the connection from being taken for a dead one. */
export const STREAM_QUIET_MS = 40_000

/** `GET /backtest/:id/events`. */
export function addBacktestEventsRoute(app: FastifyInstance, runner: Runner, hub: JobHub): void {
  const options = { config: EVENTS, exposeHeadRoute: false }
  app.get<{ Params: { id: string } }>('/backtest/:id/events', options, async (request, reply) => {
    const job = await findJob(runner, request.params.id)
    const after = parsePlace(headerValues(request.raw.rawHeaders, LAST_ID_HEADER).at(-1))
    // A browser comes back after every end; 204 is how it is told not to.
    const last = placesOf(job).at(-1) ?? NOWHERE
    if (isFinal(job.status) && !isAfter(last, after)) return reply.code(204).send()
    const stream = hub.watch(job, clientOf(request), after)
    letTakeTime(request, STREAM_QUIET_MS)
    return reply.type(EVENT_STREAM).header('x-accel-buffering', 'no').send(stream)
  })
}
