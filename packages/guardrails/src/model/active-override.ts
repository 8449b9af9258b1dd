import type { Reason } from './reason.ts'

/** An override that is in force: it lets breaches of some policies pass for a while. */
export type ActiveOverride = {
  readonly id: string
  /** Names of policies. */
  readonly policies: readonly string[]
  readonly symbols: readonly string[] | 'all'
  /** From this moment on … */
  readonly from: number
  /** … and before this one. */
  readonly until: number
  readonly usesLeft: number
}

/** A reason that an override let pass. The caller that sends the order records one use of each override that is named. */
export type WaivedReason = Reason & { readonly override: string }
