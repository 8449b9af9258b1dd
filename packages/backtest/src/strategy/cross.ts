import type { View } from './view.ts'

/**
 * True on the candle on which `a` goes from at or below `b` to above it.
 *
 * False while either is not known yet (`NaN`).
 */
export function crossedAbove(a: View, b: View | number): boolean {
  return a.at(0) > valueAt(b, 0) && a.at(1) <= valueAt(b, 1)
}

/**
 * True on the candle on which `a` goes from at or above `b` to below it.
 *
 * False while either is not known yet (`NaN`).
 */
export function crossedBelow(a: View, b: View | number): boolean {
  return a.at(0) < valueAt(b, 0) && a.at(1) >= valueAt(b, 1)
}

function valueAt(value: View | number, back: number): number {
  return typeof value === 'number' ? value : value.at(back)
}
