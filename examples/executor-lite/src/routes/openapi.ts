import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { PROBLEM_TYPE, problemSchema } from '../problem.ts'
import { answersJson, type RouteConfig, type RouteContent, type RouteDoc } from '../route-config.ts'
import type { RouteEntry, RouteTable } from '../route-table.ts'

type Json = Readonly<Record<string, unknown>>

const anyObject = z.record(z.string(), z.unknown())

const READ: RouteConfig = { access: 'open', bucket: 'requests', doc: answersJson('This document', anyObject) }

/** `GET /openapi.json`: made from the schemas that the requests are checked with, and that the answers are tested with. */
export function addOpenApiRoute(app: FastifyInstance, table: RouteTable): void {
  let document: Json | undefined
  app.get('/openapi.json', { config: READ }, async () => {
    document ??= openApi(table)
    return document
  })
}

function openApi(table: RouteTable): Json {
  const paths: Record<string, Json> = {}
  for (const route of table.routes) {
    if (route.method === 'HEAD') continue
    const name = route.path.replace(/:(\w+)/g, '{$1}')
    paths[name] = { ...paths[name], [route.method.toLowerCase()]: operation(route, table.docOf(route)) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tezgah executor-lite',
      version: '0.1.0',
      description: 'Backtests over HTTP, on this machine only.',
    },
    paths,
    components: {
      securitySchemes: { adminToken: { type: 'apiKey', in: 'header', name: 'x-admin-token' } },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  }
}

function operation({ method, path, access }: RouteEntry, doc: RouteDoc | undefined): Json {
  const { summary, query, headers = {}, body, answers }: RouteDoc = doc ?? { summary: `${method} ${path}`, answers: {} }
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name = '']) => textParameter(name, 'path', true)),
    ...(query === undefined ? [] : queryParameters(query)),
    ...Object.entries(headers).map(([name, description]) => ({ ...textParameter(name, 'header', false), description })),
  ]
  return {
    summary,
    parameters,
    ...(body && { requestBody: { content: content(body, 'input') } }),
    ...(access === 'open' ? {} : { security: [{ adminToken: [] }], 'x-role': access }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, response(summary, answer)])),
      default: response('A refusal', { [PROBLEM_TYPE]: null }),
    },
  }
}

function response(description: string, answer: RouteContent | null): Json {
  return { description, ...(answer && { content: content(answer, 'output') }) }
}

function content(types: RouteContent, io: 'input' | 'output'): Json {
  return Object.fromEntries(
    Object.entries(types).map(([type, schema]) => {
      if (type === PROBLEM_TYPE) return [type, { schema: { $ref: '#/components/schemas/Problem' } }]
      return [type, schema === null ? {} : { schema: jsonSchema(schema, io) }]
    }),
  )
}

function textParameter(name: string, place: 'path' | 'header', required: boolean): Json {
  return { name, in: place, required, schema: { type: 'string' } }
}

function queryParameters(query: z.ZodType): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
