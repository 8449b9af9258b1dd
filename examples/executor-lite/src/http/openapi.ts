import { STATUS_CODES } from 'node:http'
import { PROBLEM_TYPE } from '@tezgah-examples/service-kit/problem'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { PROBLEMS, type ProblemKind, problemSchema } from './problem.ts'
import {
  EVENT_STREAM,
  jsonRoute,
  type RouteConfig,
  type RouteContent,
  type RouteDoc,
  type RouteEntry,
  type RouteTable,
} from './route.ts'
import { jsonValue } from './schemas.ts'

type Json = Readonly<Record<string, unknown>>

const anyObject = z.record(z.string(), z.unknown())

const READ: RouteConfig = {
  access: 'open',
  bucket: 'requests',
  doc: jsonRoute('getOpenApi', 'This document', anyObject),
}

/** `GET /openapi.json`: made from the schemas that the requests are checked with, and that the answers are tested with. */
export function addOpenApiRoute(app: FastifyInstance, table: RouteTable): void {
  let document: Json | undefined
  app.get('/openapi.json', { config: READ }, async () => {
    document ??= openApi(table)
    return document
  })
}

function openApi(table: RouteTable): Json {
  const components = new Components()
  const paths: Record<string, Json> = {}
  for (const route of table.routes) {
    const doc = table.docOf(route)
    if (route.method === 'HEAD' || doc === undefined) continue
    const name = route.path.replace(/:(\w+)/g, '{$1}')
    paths[name] = { ...paths[name], [route.method.toLowerCase()]: operation(route, doc, components) }
  }
  const responses = problemResponses(components)
  return components.withoutDoubles({
    openapi: '3.1.0',
    info: {
      title: 'Tezgah executor-lite',
      version: '0.1.0',
      description: 'Backtests over HTTP, on this machine only.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      securitySchemes: { adminToken: { type: 'apiKey', in: 'header', name: 'x-admin-token' } },
      responses,
    },
  })
}

function operation(route: RouteEntry, doc: RouteDoc, components: Components): Json {
  const { operationId, summary, query, headers = {}, body, responses } = doc
  const parameters = [
    ...[...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => textParameter(name, 'path', true)),
    ...(query === undefined ? [] : queryParameters(query, components)),
    ...Object.entries(headers).map(([name, description]) => ({ ...textParameter(name, 'header', false), description })),
  ]
  const own = Object.entries(responses).map(([status, types]) => [
    status,
    { description: summary, ...(types && { content: content(types, 'output', components) }) },
  ])
  return {
    operationId,
    summary,
    parameters,
    ...(body && { requestBody: { content: content(body, 'input', components) } }),
    ...(route.access === 'open' ? {} : { security: [{ adminToken: [] }], 'x-role': route.access }),
    responses: { ...refusals(problemsOf(route, doc)), ...Object.fromEntries(own) },
  }
}

/** Every kind of problem that a route can answer with: its own, and those that its method, path and access bring. */
function problemsOf({ access, bucket, method, path }: RouteEntry, { problems = [] }: RouteDoc): readonly ProblemKind[] {
  return [
    ...(['malformed-request', 'cross-site', 'too-late', 'wrong-host', 'too-many-headers'] as const),
    ...(['internal', 'shutting-down'] as const),
    ...(bucket === 'uncounted'
      ? []
      : (['invalid-request', 'unauthorized', 'rate-limited', 'too-many-failures'] as const)),
    ...(access === 'open' ? [] : (['forbidden'] as const)),
    ...(path.includes(':') ? (['uri-too-long'] as const) : []),
    ...(method === 'GET' ? [] : (['body-too-large', 'wrong-content-type', 'audit-unavailable'] as const)),
    ...problems,
  ]
}

/** By status, a reference to what answers with it, and the kinds among them that this route has. */
function refusals(kinds: readonly ProblemKind[]): Json {
  return Object.fromEntries(
    [...byStatus(kinds)].map(([status, own]) => [
      status,
      { $ref: `#/components/responses/${responseName(status)}`, description: own.join(', ') },
    ]),
  )
}

/** A response for each status of a problem, which all routes share. */
function problemResponses(components: Components): Json {
  const problem = { [PROBLEM_TYPE]: { schema: components.schemaOf(problemSchema, 'output') } }
  return Object.fromEntries(
    [...byStatus(Object.keys(PROBLEMS) as ProblemKind[])].map(([status, kinds]) => [
      responseName(status),
      { description: kinds.map((kind) => `${kind}: ${PROBLEMS[kind][1]}`).join('; '), content: problem },
    ]),
  )
}

function byStatus(kinds: readonly ProblemKind[]): ReadonlyMap<number, readonly ProblemKind[]> {
  const groups = new Map<number, ProblemKind[]>()
  for (const kind of new Set(kinds)) {
    const [status] = PROBLEMS[kind]
    groups.set(status, [...(groups.get(status) ?? []), kind])
  }
  return groups
}

const responseName = (status: number): string => (STATUS_CODES[status] ?? String(status)).replace(/\W/g, '')

function content(types: RouteContent, io: 'input' | 'output', components: Components): Json {
  return Object.fromEntries(
    Object.entries(types).map(([type, schema]) => {
      if (schema === null) return [type, {}]
      const own = components.schemaOf(schema, io)
      // OpenAPI 3.1 has no word for the events of a stream: their data by name of the event.
      return [type, type === EVENT_STREAM ? { schema: { type: 'string' }, 'x-events': own } : { schema: own }]
    }),
  )
}

function textParameter(name: string, place: 'path' | 'header', required: boolean): Json {
  return { name, in: place, required, schema: { type: 'string' } }
}

function queryParameters(query: z.ZodType, components: Components): readonly Json[] {
  const { properties = {}, required = [] } = components.schemaOf(query, 'input') as z.core.JSONSchema.ObjectSchema
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

const INPUT = 'Input'

/** The named schemas of the document, collected while its operations are written. What is sent may differ from what is answered. */
class Components {
  readonly #schemas = new Map<string, Json>()

  schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $defs = {}, properties = {} } = z.toJSONSchema(z.object({ schema }), {
      io,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        // Any JSON: types made from its recursive form would refer to themselves.
        if (Object.is(zodSchema, jsonValue))
          for (const key of Object.keys(jsonSchema)) if (key !== 'id') delete jsonSchema[key]
      },
    })
    const suffix = io === 'input' ? INPUT : ''
    const placed = (value: unknown): Json =>
      JSON.parse(JSON.stringify(value).replace(/"#\/\$defs\/(\w+)"/g, `"#/components/schemas/$1${suffix}"`))
    for (const [id, definition] of Object.entries($defs)) {
      const { id: _, ...own } = placed(definition)
      this.#schemas.set(id + suffix, own)
    }
    return placed(properties['schema'])
  }

  /** The document with its schemas; one that is the same when it is sent and when it is answered stands in it once. */
  withoutDoubles(document: Json & { readonly components: Json }): Json {
    const doubles = new Set([...this.#schemas.keys()].filter((name) => name.endsWith(INPUT)))
    const plain = (value: unknown): string =>
      JSON.stringify(value).replace(/"#\/components\/schemas\/(\w+)"/g, (ref, name) =>
        doubles.has(name) ? ref.replace(`${INPUT}"`, '"') : ref,
      )
    const differing = () =>
      [...doubles].find((name) => {
        const answered = this.#schemas.get(name.slice(0, -INPUT.length))
        return answered !== undefined && plain(answered) !== plain(this.#schemas.get(name))
      })
    for (let name = differing(); name !== undefined; name = differing()) doubles.delete(name)
    const schemas = [...this.#schemas].map(
      ([name, schema]) => [doubles.has(name) ? name.slice(0, -INPUT.length) : name, schema] as const,
    )
    const sorted = schemas.sort(([a], [b]) => (a < b ? -1 : 1))
    const components = { ...document.components, schemas: Object.fromEntries(sorted) }
    return JSON.parse(plain({ ...document, components }))
  }
}
