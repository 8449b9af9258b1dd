import type { ConventionName } from '@tezgah/backtest'
import type { JobSpec, SharedCandles } from '@tezgah/runner'

/** What takes too long to be done between two requests. */
export type BackgroundTask =
  | { readonly type: 'trades'; readonly result: Uint8Array<ArrayBuffer> }
  | StatisticsTask
  | { readonly type: 'audit-page'; readonly log: string; readonly query: AuditPageQuery }
  | AuditVerifyTask
  | { readonly type: 'audit-inclusion'; readonly log: string; readonly seq: number; readonly size: number }
  | { readonly type: 'audit-consistency'; readonly log: string; readonly from: number; readonly to: number }

export type AuditVerifyTask = {
  readonly type: 'audit-verify'
  readonly log: string
  /** Verifier keys of the log. */
  readonly keys: readonly string[]
  /** Signed checkpoints that were kept elsewhere. */
  readonly witnessed: readonly string[]
}

/** The run again, since the full statistics follow from it and not from what was stored of it. */
export type StatisticsTask = {
  readonly type: 'statistics'
  readonly strategiesModule: string
  readonly spec: JobSpec
  /** sha256 of the result's bytes: the same run, or none. */
  readonly resultSha256: string
  readonly candles: readonly SharedCandles[]
  readonly detail: readonly SharedCandles[]
  readonly convention?: ConventionName | undefined
  readonly riskFreeRate?: number | undefined
}

export type AuditPageQuery = {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly outcome?: 'success' | 'failure' | 'refused' | 'unknown' | undefined
  readonly correlationId?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly afterSeq?: number | undefined
  readonly beforeSeq?: number | undefined
  readonly order: 'oldest' | 'newest'
  readonly maxLength: number
  readonly limit: number
}

/** The bytes of the answer, or why there are none. */
export type TaskResult =
  | { readonly type: 'done'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'refused'; readonly message: string }
