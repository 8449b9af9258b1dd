/** The metrics of backtests, from the request to their end. */
export const backtests = {
  backtest_start_total: {
    type: 'counter',
    help: 'Backtests that were accepted and are durable.',
  },
  backtest_done_total: {
    type: 'counter',
    help: 'Backtests that ended, by how they ended.',
    labels: { status: ['done', 'failed', 'cancelled'] },
  },
  backtest_enqueue_ms: {
    type: 'histogram',
    unit: 'milliseconds',
    help: 'From the arrival of a start to its being durable.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000],
  },
  executor_backtest_started_total: {
    type: 'counter',
    help: 'Backtests that were accepted and are durable; the same as backtest_start_total.',
  },
  executor_backtest_finished_total: {
    type: 'counter',
    help: 'Backtests that ended, by how they ended; the same as backtest_done_total.',
    labels: { status: ['done', 'failed', 'cancelled'] },
  },
  executor_backtest_start_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'From the arrival of a start to its being durable.',
    // 0.1 is the objective: the share of starts within it is a bucket, so it is exact.
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  executor_backtest_queue_wait_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'From being durable to the first attempt.',
    // 0.25 is the objective where a worker is free; a full queue takes minutes.
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
  },
  executor_backtest_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'What a backtest spent computing.',
    // 30 is the objective. A quantile above the last finite edge cannot be seen, so they go far beyond it.
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900],
  },
  executor_backtest_jobs_unfinished: {
    type: 'gauge',
    help: 'Backtests that are queued or running.',
  },
  executor_backtest_jobs_waiting: {
    type: 'gauge',
    help: 'Queued backtests that wait for code or data that no worker has.',
  },
  executor_results_checked_total: {
    type: 'counter',
    help: 'Stored results that were compared with their sha256 in the background.',
    labels: { verdict: ['intact', 'damaged'] },
  },
  executor_backtest_oldest_queued_timestamp_seconds: {
    type: 'gauge',
    unit: 'epoch seconds',
    help: 'When the backtest that has waited longest was queued; 0 when none waits.',
  },
  executor_backtest_bars_processed_total: {
    type: 'counter',
    help: 'Candles that backtests went through, counted while they run.',
  },
  executor_candles_processed_total: {
    type: 'counter',
    help: 'Candles of the backtests that ended.',
  },
  executor_workers_busy: {
    type: 'gauge',
    help: 'Backtests that workers compute now, over all workers.',
    overWorkers: 'sum',
  },
  executor_workers_heap_max_bytes: {
    type: 'gauge',
    unit: 'bytes',
    help: 'The heap in use of the worker that uses most.',
    overWorkers: 'max',
  },
} as const
