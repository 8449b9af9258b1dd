import { type AlertCase, executor, PROBE } from './case.ts'

const up = executor('up')
const started = executor('process_start_time_seconds')
const unfinished = executor('executor_backtest_jobs_unfinished')
const done = executor('backtest_done_total', 'status="done"')
const within30s = executor('executor_backtest_duration_seconds_bucket', 'le="30"')
const runs = executor('executor_backtest_duration_seconds_count')
const waitsForCode = executor('executor_backtest_jobs_waiting')
const damaged = executor('executor_results_checked_total', 'verdict="damaged"')
const within100ms = executor('backtest_enqueue_ms_bucket', 'le="100"')
const starts = executor('backtest_enqueue_ms_count')

type Rows = readonly [AlertCase['kind'], string, AlertCase['series'], string, boolean][]

const of = (alert: string, rows: Rows, interval = '15s'): readonly AlertCase[] =>
  rows.map(([kind, about, series, at, firing]) => ({ alert, kind, about, series, interval, at, firing }))

const waiting = { [up]: '1x40', [unfinished]: '2x40', [started]: '0x40' }

/** The alerts about backtests and about the objectives. */
export const WORK_CASES: readonly AlertCase[] = [
  ...of('BacktestQueueStuck', [
    ['fires', 'work, and nothing ends', { ...waiting, [done]: '5x40' }, '8m', true],
    ['silent', 'a long queue that moves', { ...waiting, [done]: '0+1x40' }, '8m', false],
    ['silent', 'nothing to do', { ...waiting, [unfinished]: '0x40', [done]: '5x40' }, '8m', false],
    ['missing', 'no metric of finished jobs', waiting, '8m', true],
    ['missing', 'no metric of waiting jobs', { [up]: '1x40', [done]: '5x40' }, '8m', true],
    ['restart', 'a minute old', { ...waiting, [started]: '0x29 450x10', [done]: '5x29 0x10' }, '8m30s', false],
  ]),
  ...of('BacktestWaitsForCode', [
    ['fires', 'the code of two jobs is gone', { [waitsForCode]: '2x40' }, '8m', true],
    ['silent', 'a rolling deploy', { [waitsForCode]: '0x4 3x12 0x20' }, '5m', false],
    ['missing', 'an executor of an earlier release', { [up]: '1x40' }, '8m', false],
    ['restart', 'waiting before and after', { [waitsForCode]: '2x18 _ _ 2x30' }, '12m', true],
  ]),
  ...of('ResultDamaged', [
    ['fires', 'one of many', { [damaged]: '0x80 1x10', [started]: '0x90' }, '22m', true],
    ['silent', 'long ago', { [damaged]: '1x100', [started]: '0x100' }, '22m', false],
    ['missing', 'an executor of an earlier release', { [up]: '1x90' }, '22m', false],
    ['restart', 'found at once', { [damaged]: '1x10', [started]: '0x10' }, '1m', true],
  ]),
  ...of('BacktestHighLatency', [
    ['fires', 'every run is slow', { [within30s]: '0x60', [runs]: '0+1x60' }, '13m', true],
    ['silent', 'every run is quick', { [within30s]: '0+1x60', [runs]: '0+1x60' }, '13m', false],
    ['silent', 'two slow runs are no percentile', { [within30s]: '0x60', [runs]: '0x20 2x40' }, '13m', false],
    ['missing', 'ExecutorLiteDown tells', { [up]: '0x60' }, '13m', false],
    ['restart', 'quick before and after', { [within30s]: '0+1x20 0+1x40', [runs]: '0+1x20 0+1x40' }, '13m', false],
  ]),
  ...of(
    'ExecutorStartLatencyBurn',
    [
      ['fires', 'every start is slow', { [within100ms]: '0x60', [starts]: '0+1x60' }, '1h', true],
      ['silent', 'every start is quick', { [within100ms]: '0+1x60', [starts]: '0+1x60' }, '1h', false],
      ['silent', 'ten slow starts are too few', { [within100ms]: '0x60', [starts]: '0x49 0+1x10' }, '1h', false],
      ['missing', 'ExecutorLiteDown tells', { [up]: '0x60' }, '1h', false],
      ['restart', 'quick either side', { [within100ms]: '0+1x24 0+1x35', [starts]: '0+1x24 0+1x35' }, '1h', false],
    ],
    '1m',
  ),
  ...of(
    'ExecutorAvailabilityFastBurn',
    [
      ['fires', 'ten minutes away', { [PROBE]: '1x99 0x20' }, '1h', true],
      ['silent', 'every probe succeeds', { [PROBE]: '1x120' }, '1h', false],
      ['silent', 'ten minutes away, and over', { [PROBE]: '1x79 0x19 1x20' }, '1h', false],
      ['missing', 'ExecutorProbeMissing tells', { [up]: '1x120' }, '1h', false],
      ['restart', 'one probe lost', { [PROBE]: '1x114 0 1x4' }, '1h', false],
    ],
    '30s',
  ),
  ...of(
    'ExecutorAvailabilitySlowBurn',
    [
      ['fires', 'five minutes of six hours', { [PROBE]: '1x339 0x4 1x15' }, '6h', true],
      ['silent', 'every probe succeeds', { [PROBE]: '1x360' }, '6h', false],
      ['missing', 'ExecutorProbeMissing tells', { [up]: '1x360' }, '6h', false],
      ['restart', 'one probe lost', { [PROBE]: '1x349 0 1x9' }, '6h', false],
    ],
    '1m',
  ),
  ...of('ExecutorProbeMissing', [
    ['fires', 'there is no probe', { [up]: '1x60' }, '10m', true],
    ['silent', 'a probe that fails is a probe', { [PROBE]: '0x60' }, '10m', false],
    ['missing', 'the series ends', { [PROBE]: '1x8 stale' }, '10m', true],
    ['restart', 'the prober is away for two minutes', { [PROBE]: '1x7 _x8 1x20' }, '5m', false],
  ]),
  ...of('Watchdog', [
    ['fires', 'always', { [up]: '1x8' }, '1m', true],
    ['missing', 'without any series', {}, '1m', true],
    ['restart', 'every service that comes back', { [up]: '1x2 0x2 1x8' }, '1m', true],
  ]),
]
