/** The limits that are set, joined by "or". */
export function either(...limits: readonly (readonly [limit: string | number | undefined, what: string])[]): string {
  return limits.flatMap(([limit, what]) => (limit === undefined ? [] : [`${limit} ${what}`])).join(' or ')
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const

/** Milliseconds in the largest unit that needs no fraction. */
export function duration(ms: number): string {
  const [length, unit] = units.find(([length]) => ms % length === 0) ?? [1, 'ms']
  return `${ms / length} ${unit}`
}
