import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { headerValues } from '../admin-token.ts'
import { clientOf } from '../client.ts'
import type { DeskHub } from '../events/desk-hub.ts'
import { eventPayloads } from '../events/payloads.ts'
import { eventsOf, TOPICS, type Topic } from '../events/topics.ts'
import { letTakeTime } from '../let-take-time.ts'
import type { Authenticator } from '../ports.ts'
import { readQuery } from '../read-query.ts'
import type { RouteConfig } from '../route-config.ts'
import { EVENT_STREAM, LAST_ID_HEADER, STREAM_QUIET_MS } from './backtest-events.ts'

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
    responses: { 200: { 'text/event-stream': eventPayloads } },
    problems: ['busy'],
  },
}

/** `GET /events`. */
export function addEventsRoute(app: FastifyInstance, desk: DeskHub, authenticate: Authenticator): void {
  app.get('/events', { config: EVENTS, exposeHeadRoute: false }, async (request, reply) => {
    const { topics = TOPICS } = readQuery(eventsQuery, request.query)
    const { rawHeaders } = request.raw
    const lastEventId = headerValues(rawHeaders, LAST_ID_HEADER).at(-1)
    // A token that is revoked or expires, or may no longer speak for others, must not go on watching.
    const holder = () => JSON.stringify(authenticate({ rawHeaders }))
    const atFirst = holder()
    const mayStay = () => holder() === atFirst
    const stream = desk.watch({ client: clientOf(request), events: eventsOf(topics), lastEventId, mayStay })
    letTakeTime(request, STREAM_QUIET_MS)
    return reply.type(EVENT_STREAM).header('x-accel-buffering', 'no').send(stream)
  })
}
