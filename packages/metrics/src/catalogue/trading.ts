/** The metrics of guardrails, market data and the exchange's clock. */
export const trading = {
  executor_guardrail_verdicts_total: {
    type: 'counter',
    help: 'What guardrails decided, by policy; overridden is what passed by an override only.',
    named: ['policy'],
    labels: { verdict: ['approved', 'refused', 'overridden'] },
  },
  executor_trading_state: {
    type: 'gauge',
    help: '1 for the state that trading is in, 0 for the others; all 0 before it is known.',
    labels: { state: ['active', 'reducing', 'halted'] },
  },
  executor_stream_fresh: {
    type: 'gauge',
    help: '1 where what is known of a pair can be called present, 0 where not.',
    named: ['symbol'],
    labels: { channel: ['ticker', 'trade', 'book'] },
  },
  executor_stream_updated_timestamp_seconds: {
    type: 'gauge',
    unit: 'epoch seconds',
    help: 'When a channel of a pair was last known to be true; 0 before the first time.',
    named: ['symbol'],
    labels: { channel: ['ticker', 'trade', 'book'] },
  },
  executor_stream_drift_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'How late the quickest of the last trades of a pair came, by the local clock.',
    named: ['symbol'],
    signed: true,
  },
  executor_stream_reconnects_total: {
    type: 'counter',
    help: 'Connections that were opened again.',
  },
  executor_stream_faults_total: {
    type: 'counter',
    help: 'Frames that could not be read.',
  },
  executor_stream_book_resyncs_total: {
    type: 'counter',
    help: 'Books that were known to be wrong and read anew.',
    named: ['symbol'],
  },
  executor_stream_trade_gaps_total: {
    type: 'counter',
    help: 'Times that trades may be missing.',
    named: ['symbol'],
  },
  executor_stream_silent_joins_total: {
    type: 'counter',
    help: 'Subscriptions that were not answered in time.',
    named: ['symbol'],
  },
  executor_clock_offset_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'By how much the clock of the exchange is ahead of this machine.',
    signed: true,
  },
  executor_clock_bound_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'The true offset lies within this of the offset.',
  },
  executor_clock_measured_timestamp_seconds: {
    type: 'gauge',
    unit: 'epoch seconds',
    help: 'When the offset was last measured; 0 before the first time and while it is unknown.',
  },
} as const
