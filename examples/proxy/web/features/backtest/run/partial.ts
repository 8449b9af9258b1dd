import type { Documents } from '../../../api/documents.ts'

/** How far a run under way is, with its equity so far. */
export type Partial = Pick<Documents['BacktestProgressEvent'], 'progress' | 'equity'>

const BOX = 100
const round = (value: number): number => Math.round(value * 100) / 100

/**
 * The path of the curve in a box of 100 by 100, as wide as the share of the run that it covers; null below two points. The
 * lowest and the highest equity so far touch the edges, and a level line runs through the middle.
 */
export function partialPath({ progress, equity: { equity } }: Partial): string | null {
  if (equity.length < 2) return null
  const low = equity.reduce((a, b) => Math.min(a, b))
  const high = equity.reduce((a, b) => Math.max(a, b))
  const y = (value: number): number => (high === low ? BOX / 2 : BOX * (1 - (value - low) / (high - low)))
  const step = (BOX * Math.min(1, Math.max(0, progress))) / (equity.length - 1)
  return equity.map((value, index) => `${index === 0 ? 'M' : 'L'}${round(index * step)} ${round(y(value))}`).join('')
}
