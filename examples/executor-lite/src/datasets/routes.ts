import type { SharedCandles } from '@tezgah/runner'
import { isRunnerError, type Runner } from '@tezgah/runner'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type RecordDeps, recordThenApply } from '../audit/record-change.ts'
import { clientOf } from '../auth/identity.ts'
import { extendIdleTimeout } from '../http/idle-timeout.ts'
import { ProblemError } from '../http/problem.ts'
import { jsonRoute, type RouteConfig, type RouteDoc, readQuery } from '../http/route.ts'
import { named } from '../http/schemas.ts'
import type { DatasetStore } from './store.ts'
import { datasetSchema, viewDataset } from './view.ts'

export type DatasetsDeps = RecordDeps & { readonly runner: Runner; readonly datasetStore: Pick<DatasetStore, 'add'> }

/** Bytes of one upload: two years of minutes as CSV. */
const MAX_BYTES = 64 * 1024 ** 2
/** Longer than a file may take to be read as candles. */
const QUIET_MS = 150_000
/** For a whole upload to arrive, which 5 Mbit/s do. */
const BODY_TIMEOUT_MS = 120_000

const FORMATS: Readonly<Record<string, string>> = { 'text/csv': 'csv', 'application/vnd.apache.parquet': 'parquet' }

const text = z.string().min(1).max(500)

/** What the manifest says, beside what the file says itself. Its rules are those of the runner, which names every wrong field. */
const uploadQuery = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1 to 64 of a-z, 0-9 and "-"'),
  title: text,
  symbol: text,
  interval: text.describe('A number and a unit, for example 1d'),
  source: text,
  licence: text,
  synthetic: z.enum(['true', 'false']).transform((word) => word === 'true'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')
    .optional()
    .describe('Of the body; compared where it is given'),
})

const UPLOAD: RouteConfig = {
  access: 'operator',
  bucket: 'requests',
  bodyTimeoutMs: BODY_TIMEOUT_MS,
  doc: {
    operationId: 'addDataset',
    summary: 'Add a dataset: the body is its file, the query its manifest; whole or not at all, and never over another',
    query: uploadQuery,
    body: Object.fromEntries(Object.keys(FORMATS).map((type) => [type, null])),
    responses: { 201: { 'application/json': datasetSchema } },
    problems: ['dataset-exists', 'busy'],
  },
}

/** Reading datasets and their candles, and adding one. */
export function addDatasetRoutes(app: FastifyInstance, deps: DatasetsDeps): void {
  addReadRoutes(app, deps.runner)
  addUploadRoute(app, deps)
}

const read = (doc: RouteDoc): RouteConfig => ({ access: 'open', bucket: 'requests', doc })

/** Candles in one answer: about 1 MB of JSON. */
const MAX_CANDLES = 20_000

const epochMs = z
  .string()
  .regex(/^-?\d{1,15}$/, 'must be epoch milliseconds, a whole number')
  .transform(Number)

const candlesQuery = z.strictObject({ from: epochMs.optional(), to: epochMs.optional() })

const datasetsSchema = named('DatasetList', z.strictObject({ default: z.string(), datasets: z.array(datasetSchema) }))

const column = z.array(z.number())

const candlesSchema = named(
  'Candles',
  z.strictObject({
    symbol: z.string(),
    interval: z.string(),
    time: z.array(z.int()).describe('Open times, epoch milliseconds'),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
    truncated: z.boolean().describe('More candles follow the last'),
  }),
)

/** `GET /datasets`, `GET /datasets/:id/candles`. */
function addReadRoutes(app: FastifyInstance, runner: Runner): void {
  const datasetsDoc = jsonRoute('listDatasets', 'Datasets with source and licence', datasetsSchema)
  app.get('/datasets', { config: read(datasetsDoc) }, async () => ({
    default: runner.defaults.dataset,
    datasets: [...runner.datasets.values()].map((dataset) => viewDataset(dataset, runner)),
  }))

  const candlesDoc = jsonRoute('getCandles', 'Candles in columns', candlesSchema, {
    query: candlesQuery,
    problems: ['not-found'],
  })
  const candlesRoute = { config: read(candlesDoc) }
  app.get<{ Params: { id: string } }>('/datasets/:id/candles', candlesRoute, async ({ params, query }) => {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = readQuery(candlesQuery, query)
    const candles = await runner.candles(params.id).catch((error: unknown) => {
      if (isRunnerError(error) && error.code === 'unknown_dataset') {
        throw new ProblemError('not-found', 'There is no dataset with this id.')
      }
      throw error
    })
    return viewCandles(candles, from, to)
  })
}

/** Candles with `from` ≤ time < `to`, oldest first; `truncated` when more follow the last. */
function viewCandles(candles: SharedCandles, from: number, to: number): z.output<typeof candlesSchema> {
  const begin = lowerBound(candles.time, from)
  const end = Math.max(begin, lowerBound(candles.time, to))
  const cut = Math.min(end, begin + MAX_CANDLES)
  const column = (values: Float64Array) => Array.from(values.subarray(begin, cut))
  return {
    symbol: candles.symbol,
    interval: candles.interval,
    time: column(candles.time),
    open: column(candles.open),
    high: column(candles.high),
    low: column(candles.low),
    close: column(candles.close),
    volume: column(candles.volume),
    truncated: cut < end,
  }
}

/** Index of the first time that is not below `time`. */
function lowerBound(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) < time) low = middle + 1
    else high = middle
  }
  return low
}

/** `POST /datasets`. */
function addUploadRoute(app: FastifyInstance, deps: DatasetsDeps): void {
  const oneAtATime = createTurnstile()
  app.register(async (scope) => {
    // These bodies are read here and nowhere else.
    scope.removeAllContentTypeParsers()
    const parser = { parseAs: 'buffer', bodyLimit: MAX_BYTES } as const
    scope.addContentTypeParser(Object.keys(FORMATS), parser, async (_request: FastifyRequest, body: Buffer) => body)
    scope.post('/datasets', { config: UPLOAD, onRequest: oneAtATime, bodyLimit: MAX_BYTES }, async (request, reply) => {
      extendIdleTimeout(request, QUIET_MS)
      return upload(request, reply, deps)
    })
  })
}

async function upload(request: FastifyRequest, reply: FastifyReply, deps: DatasetsDeps): Promise<FastifyReply> {
  const manifest = readQuery(uploadQuery, request.query)
  const { body } = request
  if (!(body instanceof Buffer) || body.length === 0)
    throw new ProblemError('malformed-request', 'The body is empty; send the file.')
  const format = FORMATS[request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'csv'
  const sha256 = await digestAside(body)
  const change = {
    actor: clientOf(request),
    action: 'dataset.add',
    subject: manifest.id,
    details: { sha256, bytes: body.length, format, symbol: manifest.symbol, interval: manifest.interval },
  }
  const added = await recordThenApply(deps, change, () =>
    deps.datasetStore.add(`${manifest.id}.${format}`, body, manifest),
  ).catch((error: unknown) => {
    throw refusal(error)
  })
  return reply.code(201).header('location', `/datasets/${added.id}/candles`).send(viewDataset(added, deps.runner))
}

/** Errors that the client of this route caused; at a start the same codes would be failures of the service. */
function refusal(error: unknown): unknown {
  if (!isRunnerError(error)) return error
  const { errors, message } = error
  if (error.code === 'dataset_exists') return new ProblemError('dataset-exists', message, { errors, cause: error })
  if (error.code === 'invalid_dataset') return new ProblemError('invalid-request', message, { errors, cause: error })
  return error
}

/** In the pool of threads: of a large file it takes longer than a request may wait. */
async function digestAside(bytes: Buffer): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex')
}

/** Lets one request through at a time: the file of each stands in memory. */
function createTurnstile(): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  let taken = false
  return async (_request, reply) => {
    if (taken)
      throw new ProblemError('busy', 'Another upload is in progress; retry after 5 s.', {
        headers: { 'retry-after': '5' },
      })
    taken = true
    reply.raw.once('close', () => {
      taken = false
    })
  }
}
