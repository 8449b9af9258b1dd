import { toFieldErrors } from '@tezgah/runner'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { z } from 'zod'
import { ProblemError, type ProblemKind } from './problem.ts'

/** Who may use a route: `open` to anybody, else an operator of that role or of one above it. */
export type RouteAccess = 'open' | 'viewer' | 'operator' | 'risk' | 'admin'

/** A body or an answer by media type: the schema of its JSON, or `null` where it is none. */
export type RouteContent = Readonly<Record<string, z.ZodType | null>>

/** What the OpenAPI document says of a route, from the schemas that its handler checks with. */
export type RouteDoc = {
  /** Names the operation in the OpenAPI document and in clients made from it. */
  readonly operationId: string
  readonly summary: string
  /** Of an object, one member for each query parameter. */
  readonly query?: z.ZodType
  /** Headers beyond those of every route, with what each means. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: RouteContent
  /** By status, what it answers with where it does what was asked. `null`: no body. */
  readonly responses: Readonly<Record<number, RouteContent | null>>
  /** Kinds of problem that it answers with, beyond those that follow from its method, path and access. */
  readonly problems?: readonly ProblemKind[]
}

/** What each route declares in its `config`. */
export type RouteConfig = {
  readonly access: RouteAccess
  /**
   * Where its requests are counted. `requests`: the limit of the service. `watching`: ten times that, for the routes that are asked
   * again and again while a backtest runs. `uncounted`: probes and scrapes, which must not starve.
   */
  readonly bucket: 'requests' | 'watching' | 'uncounted'
  readonly doc?: RouteDoc
  /** Milliseconds in which a body must arrive; absent: as the service has it. */
  readonly bodyTimeoutMs?: number
}

/** Media type of a stream of events. */
export const EVENT_STREAM = 'text/event-stream'

/** Used for every path without a route. */
const DEFAULT_ROUTE: RouteConfig = { access: 'open', bucket: 'requests' }

/** What a route declared. */
export function routeConfigOf(config: object | undefined): RouteConfig {
  const { access, bucket, ...rest }: Partial<RouteConfig> = { ...config }
  return access === undefined || bucket === undefined ? DEFAULT_ROUTE : { access, bucket, ...rest }
}

/** A route that answers 200 with JSON. */
export function jsonRoute(
  operationId: string,
  summary: string,
  schema: z.ZodType,
  more: Partial<RouteDoc> = {},
): RouteDoc {
  return { operationId, summary, responses: { 200: { 'application/json': schema } }, ...more }
}

/** One route as it was declared. */
export type RouteEntry = Pick<RouteConfig, 'access' | 'bucket'> & { readonly method: string; readonly path: string }

/** Every route of the service, collected while they are added. */
export class RouteTable {
  readonly #routes: RouteEntry[] = []
  readonly #docs = new Map<string, RouteDoc>()

  /** Must be called before the first route is added. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', (route) => this.#add(route))
  }

  get routes(): readonly RouteEntry[] {
    return this.#routes
  }

  /** What a route says of itself. */
  docOf({ method, path }: RouteEntry): RouteDoc | undefined {
    return this.#docs.get(`${method} ${path}`)
  }

  /** Methods that a path does have; a path without any does not exist. */
  methodsFor(pathname: string): readonly string[] {
    const found = this.#routes.filter(({ path }) => matches(path, pathname)).map(({ method }) => method)
    return [...new Set(found)].sort()
  }

  #add(route: RouteOptions): void {
    const { access, bucket, doc } = routeConfigOf(route.config)
    for (const method of [route.method].flat()) {
      this.#routes.push({ method, path: route.url, access, bucket })
      if (doc !== undefined) this.#docs.set(`${method} ${route.url}`, doc)
    }
  }
}

function matches(pattern: string, pathname: string): boolean {
  const parts = pattern.split('/')
  const given = pathname.split('/')
  return (
    parts.length === given.length &&
    parts.every((part, i) => part === given[i] || (part.startsWith(':') && given[i] !== ''))
  )
}

/** @throws ProblemError `invalid-request` with an entry per refused parameter */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const parsed = schema.safeParse(query, { reportInput: true })
  if (parsed.success) return parsed.data
  throw new ProblemError('invalid-request', 'The query is not valid.', { errors: toFieldErrors(parsed.error) })
}
