/** A path with parameters that were checked, or null when one of them may not pass. */
export type UpstreamPath = (params: Readonly<Record<string, string>>) => string | null

export type ForwardedRoute = {
  readonly method: 'GET' | 'POST'
  /** As the browser asks for it; `:id` is a parameter. */
  readonly path: string
  readonly upstreamPath: UpstreamPath
  /** Query parameters that are passed on; any other is dropped. */
  readonly query: readonly string[]
  /** The admin token is added for these only: what changes nothing needs no power. */
  readonly admin: boolean
}

const RUN_ID = /^[A-Za-z0-9_-]{1,64}$/
const DATASET_ID = /^[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*$/
const DATASET_ID_LENGTH = 64

const fixed =
  (path: string): UpstreamPath =>
  () =>
    path

const withRunId =
  (suffix: string): UpstreamPath =>
  ({ id = '' }) =>
    RUN_ID.test(id) ? `/backtest/${id}${suffix}` : null

const datasetCandles: UpstreamPath = ({ id = '' }) =>
  id.length <= DATASET_ID_LENGTH && DATASET_ID.test(id) ? `/datasets/${id}/candles` : null

const get = (path: string, upstreamPath: UpstreamPath, query: readonly string[] = []): ForwardedRoute => ({
  method: 'GET',
  path,
  upstreamPath,
  query,
  admin: false,
})

/** Everything that may pass to the executor. What is not in this table does not exist under `/api`. */
export const FORWARDED_ROUTES: readonly ForwardedRoute[] = [
  get('/api/public/healthz', fixed('/healthz')),
  get('/api/public/metrics/prom', fixed('/metrics')),
  { method: 'POST', path: '/api/backtest/start', upstreamPath: fixed('/backtest/start'), query: [], admin: true },
  get('/api/backtest/:id', withRunId('')),
  get('/api/backtest/:id/result', withRunId('/result')),
  get('/api/strategies', fixed('/strategies')),
  get('/api/settings', fixed('/settings')),
  get('/api/datasets', fixed('/datasets')),
  get('/api/datasets/:id/candles', datasetCandles, ['from', 'to']),
]
