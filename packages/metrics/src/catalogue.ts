/** What only grows, counted from the start of the process. */
export type CounterName =
  | 'backtest_start_total'
  | 'backtest_done_total'
  | 'executor_candles_processed_total'
  | 'executor_http_requests_total'
  | 'executor_auth_failures_total'
  | 'executor_rate_limit_hits_total'
  | 'executor_audit_append_failures_total'

/** What goes up and down. */
export type GaugeName = 'executor_backtest_jobs_unfinished' | 'executor_heartbeat_timestamp_seconds'

/** What is counted by size. */
export type HistogramName = 'backtest_enqueue_ms' | 'executor_backtest_run_seconds'

/** The name of a metric in the catalogue. */
export type MetricName = CounterName | GaugeName | HistogramName

/** What a metric is, and the only label values that it may ever have. */
export type MetricDefinition = CounterDefinition | GaugeDefinition | HistogramDefinition

export type CounterDefinition = {
  readonly type: 'counter'
  readonly help: string
  /** Each label with all its values; `null` where the service names them when it creates its metrics. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>
}

export type GaugeDefinition = { readonly type: 'gauge'; readonly help: string }

export type HistogramDefinition = {
  readonly type: 'histogram'
  readonly help: string
  /** Upper edges of the buckets, ascending, in the unit of the name. */
  readonly buckets: readonly number[]
}

/** How a backtest ended. */
export type FinalStatus = 'done' | 'failed' | 'cancelled'

/** Every way in which a backtest can end. */
export const FINAL_STATUSES: readonly FinalStatus[] = ['done', 'failed', 'cancelled']

/** The classes of HTTP status, 100 to 599. */
export const STATUS_CLASSES: readonly string[] = ['1xx', '2xx', '3xx', '4xx', '5xx']

type Catalogue = Readonly<
  Record<CounterName, CounterDefinition> &
    Record<GaugeName, GaugeDefinition> &
    Record<HistogramName, HistogramDefinition>
>

/** Every metric of Tezgah by name. A dashboard or an alert may rely on what stands here. */
export const catalogue: Catalogue = {
  backtest_start_total: { type: 'counter', help: 'Backtests that were accepted and are durable.', labels: {} },
  backtest_done_total: {
    type: 'counter',
    help: 'Backtests that ended, by how they ended.',
    labels: { status: FINAL_STATUSES },
  },
  backtest_enqueue_ms: {
    type: 'histogram',
    help: 'Milliseconds from the arrival of a start to its being durable.',
    // 100 is the objective: the share of starts within it is a bucket, so it is exact.
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000],
  },
  executor_backtest_run_seconds: {
    type: 'histogram',
    help: 'Seconds that a backtest spent computing.',
    // 30 is the objective.
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
  },
  executor_backtest_jobs_unfinished: { type: 'gauge', help: 'Backtests that are queued or running.' },
  executor_candles_processed_total: {
    type: 'counter',
    help: 'Candles that finished backtests went through.',
    labels: {},
  },
  executor_http_requests_total: {
    type: 'counter',
    help: 'HTTP requests answered, by method, route and class of status.',
    labels: { method: null, route: null, status_class: STATUS_CLASSES },
  },
  executor_auth_failures_total: { type: 'counter', help: 'Requests refused for a missing or wrong token.', labels: {} },
  executor_rate_limit_hits_total: {
    type: 'counter',
    help: 'Requests refused because their client made too many.',
    labels: {},
  },
  executor_audit_append_failures_total: {
    type: 'counter',
    help: 'Audit records that could not be written.',
    labels: {},
  },
  executor_heartbeat_timestamp_seconds: {
    type: 'gauge',
    help: 'When the process last showed that its timers run, in seconds since the Unix epoch.',
  },
}
