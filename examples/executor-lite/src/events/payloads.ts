import { z } from 'zod'
import { recordSchema } from '../audit/routes.ts'
import { overrideListSchema, proposalListSchema, riskSchema, verdictViewSchema } from '../guardrails/schemas.ts'
import { named } from '../http/schemas.ts'
import { jobErrorSchema, jobStatus, jobViewSchema, summarySchema } from '../jobs/view.ts'
import { sloSchema } from '../metrics/slo-route.ts'
import { spotSchema } from '../spot/price.ts'

const share = z.number().min(0).max(1).describe('Share of the candles processed')

const equitySchema = named(
  'EquityCurve',
  z.strictObject({
    time: z.array(z.int()).describe('Epoch milliseconds, UTC'),
    equity: z.array(z.number()),
  }),
)

/** The data of each event of `GET /events`, by its name. */
export const eventPayloads = named(
  'EventPayloads',
  z.strictObject({
    hello: named('HelloEvent', z.strictObject({ boot: z.string(), now: z.int().describe('Epoch milliseconds, UTC') })),
    resync: named('ResyncEvent', z.strictObject({}).describe('Events are missing: read the state again')),
    job: jobViewSchema,
    progress: named('ProgressEvent', z.strictObject({ id: z.string(), progress: share, equity: equitySchema })),
    risk: riskSchema,
    proposals: proposalListSchema,
    overrides: overrideListSchema,
    verdict: verdictViewSchema,
    audit: recordSchema,
    'audit-gap': named(
      'AuditGap',
      z.strictObject({ from: z.int(), to: z.int() }).describe('Records that have no event; GET /audit has them'),
    ),
    slo: sloSchema,
    spot: spotSchema,
  }),
)

/** The data of each event of `GET /backtest/:id/events`, by its name. */
export const backtestEventPayloads = named(
  'BacktestEventPayloads',
  z.strictObject({
    state: named(
      'BacktestStateEvent',
      z.strictObject({
        id: z.string(),
        status: jobStatus,
        attempt: z.int(),
        summary: summarySchema.nullable().optional().describe('Once it has ended'),
        error: jobErrorSchema.nullable().optional().describe('Once it has ended'),
        resultSha256: z.string().nullable().optional().describe('Once it has ended'),
      }),
    ),
    progress: named(
      'BacktestProgressEvent',
      z.strictObject({
        id: z.string(),
        progress: share,
        position: z.int(),
        length: z.int(),
        equity: equitySchema,
      }),
    ),
  }),
)
