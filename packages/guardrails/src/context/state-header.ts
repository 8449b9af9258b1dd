import type { TradingMode } from '../model/state.ts'
import { asObject, type Fields, invalid, readText, readTime } from './read.ts'
import type { Clock } from './time-window.ts'

const members = new Set('at clockErrorMs mode account positions openOrders markets activity equity'.split(' '))

/** The members of a state that every review reads. */
export type StateHeader = Clock & { readonly mode: TradingMode; readonly fields: Fields }

/** @throws MissingDataError */
export function readStateHeader(state: unknown): StateHeader {
  const fields = asObject(state, members, 'state')
  const at = readTime(fields, 'at', 'state')
  const clockErrorMs = readTime(fields, 'clockErrorMs', 'state')
  const mode = readText(fields, 'mode', 'state')
  if (mode !== 'active' && mode !== 'reducing' && mode !== 'halted') {
    throw invalid('state', 'mode', mode, 'active, reducing or halted')
  }
  return { at, clockErrorMs, mode, fields }
}
