import { describeValue } from '@tezgah/core/describe'

/** @throws RangeError unless `value` is a whole number from `least` */
export function checkWhole(name: string, value: unknown, least: number): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return
  throw new RangeError(`${name} must be a whole number from ${least}, received ${describeValue(value)}`)
}
