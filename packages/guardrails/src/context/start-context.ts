import type { StartIntent } from '../model/intent.ts'
import type { TradingMode } from '../model/state.ts'
import { readStateHeader } from './state-header.ts'
import type { Clock } from './time-window.ts'

/** What policies on starts see: the start, the moment and the mode of trading. */
export type StartContext = Clock & { readonly start: StartIntent; readonly mode: TradingMode }

/** @throws MissingDataError */
export function readStartContext(state: unknown, start: StartIntent): StartContext {
  const { at, clockErrorMs, mode } = readStateHeader(state)
  return { start, at, clockErrorMs, mode }
}
