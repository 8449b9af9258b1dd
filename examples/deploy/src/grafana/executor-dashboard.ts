import type { CounterName, GaugeName, HistogramName } from '@tezgah/metrics'
import type { Dashboard, Panel, Row } from './dashboard.ts'

const JOB = 'job="executor-lite"'

/** A gauge or a counter of executor-lite as PromQL; a name that is not in the catalogue does not compile. */
const metric = (name: CounterName | GaugeName): string => `${name}{${JOB}}`

/** How fast a counter grows, per second. */
const perSecond = (name: CounterName): string => `rate(${metric(name)}[5m])`

/** By how much a counter grew in an hour. */
const inAnHour = (name: CounterName): string => `increase(${metric(name)}[1h])`

/** @param quantile between 0 and 1 */
const quantileOf = (quantile: number, name: HistogramName): string =>
  `histogram_quantile(${quantile}, sum by (le) (rate(${name}_bucket{${JOB}}[5m])))`

const stat = (panel: Omit<Panel, 'type'>): Panel => ({ type: 'stat', ...panel })
const series = (panel: Omit<Panel, 'type'>): Panel => ({ type: 'timeseries', ...panel })

const health: Row = {
  title: 'Is it well?',
  panels: [
    stat({
      title: 'Answers',
      description: 'Whether the last scrape of executor-lite succeeded.',
      unit: 'bool_yes_no',
      queries: [{ expr: 'up{job="executor-lite"}', legend: '{{instance}}' }],
      bad: { value: 1, below: true },
    }),
    stat({
      title: 'Heartbeat age',
      description: 'Seconds since the timers of the process last ran. It beats each 5 s; an alert comes at 40.',
      unit: 's',
      queries: [{ expr: `time() - ${metric('executor_heartbeat_timestamp_seconds')}`, legend: '{{instance}}' }],
      bad: { value: 40 },
    }),
    stat({
      title: 'Audit log intact',
      description: 'What the last verification found. It runs each hour.',
      unit: 'bool_yes_no',
      queries: [{ expr: 'tezgah_audit_verification_intact', legend: '' }],
      bad: { value: 1, below: true },
    }),
    stat({
      title: 'Budget burn, 1 h',
      description: 'How many times faster than allowed probes fail. 1 uses up a month of budget in a month.',
      unit: 'short',
      queries: [{ expr: 'slo:availability:err_ratio1h / 0.001', legend: '' }],
      bad: { value: 14.4 },
    }),
  ],
}

const work: Row = {
  title: 'Backtests',
  panels: [
    series({
      title: 'Queued and running',
      description: 'Backtests that have not ended.',
      unit: 'short',
      queries: [{ expr: metric('executor_backtest_jobs_unfinished'), legend: 'unfinished' }],
    }),
    series({
      title: 'Started and ended',
      description: 'Per second, by how they ended.',
      unit: 'reqps',
      queries: [
        { expr: perSecond('backtest_start_total'), legend: 'started' },
        { expr: perSecond('backtest_done_total'), legend: '{{status}}' },
      ],
    }),
    series({
      title: 'Candles a second',
      description: 'Candles that finished backtests went through.',
      unit: 'short',
      queries: [{ expr: perSecond('executor_candles_processed_total'), legend: 'candles' }],
    }),
  ],
}

const latency: Row = {
  title: 'Latency',
  panels: [
    series({
      title: 'Start',
      description: 'From the arrival of a start to its being on disk. The objective is 100 ms for 95 %.',
      unit: 'ms',
      queries: [0.5, 0.95, 0.99].map((q) => ({ expr: quantileOf(q, 'backtest_enqueue_ms'), legend: `p${q * 100}` })),
      bad: { value: 100 },
    }),
    series({
      title: 'Run',
      description: 'What a backtest spent computing. The objective is 30 s for 95 %.',
      unit: 's',
      queries: [0.5, 0.95].map((q) => ({
        expr: quantileOf(q, 'executor_backtest_duration_seconds'),
        legend: `p${q * 100}`,
      })),
      bad: { value: 30 },
    }),
    series({
      title: 'Starts slower than 100 ms',
      description: 'An exact share, from an edge of a bucket.',
      unit: 'percentunit',
      queries: [{ expr: 'slo:start_latency:slow_ratio5m', legend: '5 minutes' }],
      bad: { value: 0.05 },
    }),
  ],
}

const requests: Row = {
  title: 'Requests',
  panels: [
    series({
      title: 'By class of status',
      description: 'Answers per second.',
      unit: 'reqps',
      queries: [
        { expr: `sum by (status_class) (${perSecond('executor_http_requests_total')})`, legend: '{{status_class}}' },
      ],
    }),
    series({
      title: 'Refused in an hour',
      description: 'For a wrong or missing token, and for asking too often.',
      unit: 'short',
      queries: [
        { expr: inAnHour('executor_auth_failures_total'), legend: 'token' },
        { expr: inAnHour('executor_rate_limit_hits_total'), legend: 'too often' },
        { expr: inAnHour('executor_audit_append_failures_total'), legend: 'audit log not writable' },
      ],
    }),
    series({
      title: 'Memory',
      description: 'What of the process lies in memory.',
      unit: 'bytes',
      queries: [{ expr: 'process_resident_memory_bytes{job="executor-lite"}', legend: 'resident' }],
    }),
  ],
}

/** The one page that an operator keeps open. */
export const EXECUTOR_DASHBOARD: Dashboard = {
  uid: 'tezgah-executor',
  title: 'Tezgah: executor-lite',
  rows: [health, work, latency, requests],
}
