/** The metrics of a service around its backtests: HTTP, access, audit, the process itself. */
export const service = {
  executor_http_requests_total: {
    type: 'counter',
    help: 'HTTP requests answered, by method, route and class of status; HEAD counts as GET.',
    named: ['method', 'route'],
    labels: { status_class: ['1xx', '2xx', '3xx', '4xx', '5xx'] },
  },
  executor_auth_failures_total: {
    type: 'counter',
    help: 'Requests refused for a missing or wrong token.',
  },
  executor_rate_limit_hits_total: {
    type: 'counter',
    help: 'Requests refused because their client made too many.',
  },
  executor_audit_append_failures_total: {
    type: 'counter',
    help: 'Audit records that could not be written.',
  },
  executor_audit_append_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'From the moment an audit record was handed over to its being durable.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  executor_audit_oldest_pending_timestamp_seconds: {
    type: 'gauge',
    unit: 'epoch seconds',
    help: 'Since when the oldest audit record that is not durable yet has waited; 0 when none waits.',
  },
  executor_audit_verify_failures_total: {
    type: 'counter',
    help: 'Checks of the audit log that did not find it intact.',
  },
  executor_audit_verified_timestamp_seconds: {
    type: 'gauge',
    unit: 'epoch seconds',
    help: 'When the audit log was last found intact; 0 before the first time.',
  },
  executor_heartbeat_timestamp_seconds: {
    type: 'gauge',
    unit: 'epoch seconds',
    help: 'When the process last showed that its timers run; 0 before the first time.',
  },
  executor_event_loop_delay_p50_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'By how much timers were late in the last window, median.',
  },
  executor_event_loop_delay_p99_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'By how much timers were late in the last window, 99th percentile.',
  },
  executor_event_loop_delay_max_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'By how much timers were late in the last window, most.',
  },
  executor_metrics_rejected_total: {
    type: 'counter',
    help: 'Figures that were dropped because they fit no metric: a fault in the service.',
  },
} as const
