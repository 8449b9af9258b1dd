import { type AlertCase, executor } from './case.ts'

const up = executor('up')
const started = executor('process_start_time_seconds')
const heartbeat = executor('executor_heartbeat_timestamp_seconds')
const authFailures = executor('executor_auth_failures_total')
const auditFailures = executor('executor_audit_append_failures_total')
const intact = 'tezgah_audit_verification_intact{job="node",instance="node"}'
const verifiedAt = 'tezgah_audit_verification_timestamp_seconds{job="node",instance="node"}'

type Rows = readonly [AlertCase['kind'], string, AlertCase['series'], string, boolean][]

const of = (alert: string, rows: Rows): readonly AlertCase[] =>
  rows.map(([kind, about, series, at, firing]) => ({ alert, kind, about, series, at, firing }))

/** The alerts about the process and what it records. */
export const EXECUTOR_CASES: readonly AlertCase[] = [
  ...of('ExecutorLiteDown', [
    ['fires', 'no scrape succeeds', { [up]: '0x20' }, '2m', true],
    ['silent', 'every scrape succeeds', { [up]: '1x20' }, '4m', false],
    ['missing', 'the target is gone from the configuration', { 'up{job="node"}': '1x20' }, '2m', true],
    ['restart', 'away for half a minute', { [up]: '1x4 0x1 1x10' }, '2m30s', false],
  ]),
  ...of('ExecutorLiteCrashLoop', [
    ['fires', 'three starts in four minutes', { [started]: '0x3 60x3 120x3 180x3' }, '4m', true],
    ['silent', 'one process all the time', { [started]: '0x40' }, '10m', false],
    ['missing', 'ExecutorLiteDown tells', { [up]: '0x40' }, '10m', false],
    ['restart', 'an upgrade', { [started]: '0x20 300x20' }, '10m', false],
  ]),
  ...of('ExecutorLiteMetricsStale', [
    ['fires', 'the heartbeat stands still', { [up]: '1x10', [heartbeat]: '0x10' }, '1m', true],
    ['silent', 'it beats', { [up]: '1x40', [heartbeat]: '0+15x40' }, '5m', false],
    ['missing', 'a process without a heartbeat', { [up]: '1x10' }, '1m', true],
    [
      'restart',
      'away for a minute',
      { [up]: '1x7 0x3 1x9', [heartbeat]: '0+15x7 stale stale stale stale 180+15x9' },
      '3m15s',
      false,
    ],
  ]),
  ...of('ExecutorAuthFailures', [
    ['fires', 'six within a minute', { [authFailures]: '0x7 6x8' }, '2m15s', true],
    ['silent', 'five within a minute', { [authFailures]: '0x7 5x8' }, '2m15s', false],
    ['silent', 'many, long ago', { [authFailures]: '90x40', [started]: '0x40' }, '5m', false],
    ['missing', 'no such series', { [up]: '1x40' }, '5m', false],
    ['restart', 'six in the first minute', { [authFailures]: '9x7 6x8', [started]: '0x7 120x8' }, '2m15s', true],
    ['restart', 'a counter that begins anew', { [authFailures]: '9x7 0x8', [started]: '0x7 120x8' }, '2m15s', false],
  ]),
  ...of('ExecutorAuditWriteFailing', [
    ['fires', 'one record', { [auditFailures]: '0x20 1x8' }, '6m', true],
    ['silent', 'long ago', { [auditFailures]: '3x60', [started]: '0x60' }, '10m', false],
    ['missing', 'no such series', { [up]: '1x40' }, '5m', false],
    ['restart', 'one since the start', { [auditFailures]: '3x7 1x8', [started]: '0x7 120x8' }, '2m15s', true],
    ['restart', 'none since the start', { [auditFailures]: '3x7 0x8', [started]: '0x7 120x8' }, '2m15s', false],
  ]),
  ...of('ExecutorAuditVerificationFailed', [
    ['fires', 'tampered with', { [intact]: '0x40', [verifiedAt]: '0+15x40' }, '6m', true],
    ['silent', 'intact and fresh', { [intact]: '1x40', [verifiedAt]: '0x40' }, '9m', false],
    ['missing', 'never verified', { [up]: '1x40' }, '6m', true],
    ['restart', 'node_exporter away', { [intact]: '1x7 _x4 1x20', [verifiedAt]: '0x7 _x4 0x20' }, '7m', false],
  ]),
  {
    alert: 'ExecutorAuditVerificationFailed',
    kind: 'fires',
    about: 'the timer has stopped',
    series: { [intact]: '1x60', [verifiedAt]: '0x60' },
    interval: '5m',
    at: '3h10m',
    firing: true,
  },
]
