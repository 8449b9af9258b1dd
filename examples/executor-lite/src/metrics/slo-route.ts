import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { jsonRoute, type RouteConfig } from '../http/route.ts'
import { named } from '../http/schemas.ts'
import type { Slo } from './slo.ts'

const ms = z.number().nullable()

const percentilesSchema = named(
  'Percentiles',
  z.strictObject({
    count: z.int().describe('Of how many of the latest, 2,048 at most'),
    p50: ms,
    p95: ms,
    p99: ms,
  }),
)

const budgetSchema = named(
  'ErrorBudget',
  z.strictObject({
    objective: z.number(),
    total: z.int(),
    bad: z.int(),
    budgetLeft: z.number().nullable().describe('1: nothing is used; 0: all; below 0: the objective is missed'),
  }),
)

export const sloSchema = named(
  'Slo',
  z.strictObject({
    since: z.int().describe('Start of the process, epoch milliseconds, UTC'),
    windowMs: z.int().describe('Over which budgets are counted'),
    startMs: percentilesSchema.describe('From the arrival of a start to its being on disk'),
    queueWaitMs: percentilesSchema,
    runMs: percentilesSchema,
    eventLoopDelayMs: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
    freshness: z.strictObject({ heartbeatAgeMs: z.number() }),
    budgets: z.strictObject({ availability: budgetSchema, start: budgetSchema }),
  }),
)

const SLO: RouteConfig = {
  access: 'open',
  bucket: 'requests',
  doc: jsonRoute('getSlo', 'How well the service keeps what it promises', sloSchema),
}

/** `GET /slo`. */
export function addSloRoute(app: FastifyInstance, slo: Slo): void {
  app.get('/slo', { config: SLO }, async () => slo.report())
}
