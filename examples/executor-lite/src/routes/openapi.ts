import { backtestResultSchema } from '@tezgah/backtest'
import { runRequestSchema } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { RouteConfig } from '../guard.ts'
import { jobViewSchema } from '../job-view.ts'
import { PROBLEM_TYPE, problemSchema } from '../problem.ts'
import type { RouteTable } from '../route-table.ts'

const READ: RouteConfig = { access: 'open', bucket: 'requests' }

/** What each route is for, and what its success looks like; the routes themselves come from the router. */
const TOLD: Readonly<Record<string, { readonly summary: string; readonly answer?: string }>> = {
  'POST /backtest/start': { summary: 'Start a backtest; 201 once it is on disk', answer: 'Started' },
  'GET /backtest/:id': { summary: 'A backtest and how far it is', answer: 'Backtest' },
  'GET /backtest/:id/result': { summary: 'The result, byte for byte as the engine wrote it', answer: 'Result' },
  'GET /backtests': { summary: 'Backtests, newest first', answer: 'Backtests' },
  'GET /strategies': { summary: 'Strategies, their parameters as JSON Schema' },
  'GET /datasets': { summary: 'Datasets with source and licence' },
  'GET /datasets/:id/candles': { summary: 'Candles in columns' },
  'GET /settings': { summary: 'Every setting of a run, and what each preset makes of it' },
  'GET /healthz': { summary: 'The process answers' },
  'GET /readyz': { summary: 'Store and audit log can be written' },
  'GET /metrics': { summary: 'Prometheus' },
  'GET /openapi.json': { summary: 'This document' },
  'GET /__routes': { summary: 'Every route' },
}

const QUERIES: Readonly<Record<string, readonly string[]>> = {
  'GET /backtests': ['limit', 'cursor', 'status'],
  'GET /datasets/:id/candles': ['from', 'to'],
}

/** `GET /openapi.json`: made from the schemas that the requests are checked with. */
export function addOpenApiRoute(app: FastifyInstance, table: RouteTable): void {
  let document: unknown
  app.get('/openapi.json', { config: READ }, async () => {
    document ??= openApi(table)
    return document
  })
}

function openApi({ routes }: RouteTable): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { method, path, access } of routes) {
    if (method === 'HEAD') continue
    const name = path.replace(/:(\w+)/g, '{$1}')
    paths[name] = { ...paths[name], [method.toLowerCase()]: operation(method, path, access) }
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
      schemas: schemas(),
    },
  }
}

function operation(method: string, path: string, access: string): unknown {
  const name = `${method} ${path}`
  const { summary = name, answer } = TOLD[name] ?? {}
  const content = answer === undefined ? {} : { content: { 'application/json': { schema: ref(answer) } } }
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, key]) => ({ ...parameter(key, 'path'), required: true }))
  return {
    summary,
    parameters: [...inPath, ...(QUERIES[name] ?? []).map((key) => parameter(key, 'query'))],
    ...(method === 'POST' && { requestBody: { content: { 'application/json': { schema: ref('Start') } } } }),
    ...(access === 'admin' && { security: [{ adminToken: [] }] }),
    responses: {
      [method === 'POST' ? '201' : '200']: { description: summary, ...content },
      default: { description: 'A refusal', content: { [PROBLEM_TYPE]: { schema: ref('Problem') } } },
    },
  }
}

function parameter(name: string | undefined, place: 'path' | 'query'): Readonly<Record<string, unknown>> {
  return { name, in: place, schema: { type: 'string' } }
}

function ref(name: string): unknown {
  return { $ref: `#/components/schemas/${name}` }
}

function schemas(): Readonly<Record<string, unknown>> {
  const started = z.strictObject({ id: z.string(), status: z.literal('queued') })
  return {
    Start: jsonSchema(runRequestSchema),
    Started: jsonSchema(started),
    Backtest: jsonSchema(jobViewSchema),
    Backtests: { type: 'object', properties: { backtests: { type: 'array', items: ref('Backtest') }, nextCursor: {} } },
    Result: jsonSchema(backtestResultSchema),
    Problem: jsonSchema(problemSchema),
  }
}

function jsonSchema(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
