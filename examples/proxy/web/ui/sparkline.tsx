import type { JSX } from 'preact'

export type Line = {
  /** Of an SVG path in a box of 100 by 100, `null` where there is nothing to draw. */
  readonly path: string | null
  /** Height of the limit from the top, 0 to 100, or null where there is none. */
  readonly limitY: number | null
}

const BOX = 100
/** A line that never rises must not look like one at its limit. */
const HEAD_ROOM = 1.25
/** Room above and below, so that the line is not cut. */
const MARGIN = 6

const round = (value: number): number => Math.round(value * 100) / 100

/**
 * A line through the values, oldest first, from zero up to somewhat above the largest of them, and to the limit at least. `null` is a value that
 * was not measured: the line has a hole there.
 */
export function sparkline(values: readonly (number | null)[], limit: number | null): Line {
  const known = values.filter((value) => value !== null)
  const top = Math.max(Math.max(...known, 0) * HEAD_ROOM, limit ?? 0)
  const y = (value: number): number => round(BOX - MARGIN - (top === 0 ? 0 : value / top) * (BOX - 2 * MARGIN))
  const limitY = limit === null ? null : y(limit)
  if (known.length === 0) return { path: null, limitY }
  // One value alone is a level line: it is what there is.
  const drawn = values.length === 1 ? [values[0] ?? null, values[0] ?? null] : values
  const step = BOX / (drawn.length - 1)
  let pen = 'M'
  let path = ''
  for (const [index, value] of drawn.entries()) {
    if (value === null) pen = 'M'
    else {
      path += `${pen}${round(index * step)} ${y(value)}`
      pen = 'L'
    }
  }
  return { path, limitY }
}

/** The run of a value in a small line, with a dashed one for its limit. `label` says the same in words. */
export function Sparkline(props: {
  readonly values: readonly (number | null)[]
  readonly limit?: number | null
  readonly label: string
}): JSX.Element {
  const { path, limitY } = sparkline(props.values, props.limit ?? null)
  return (
    <svg class="sparkline" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={props.label}>
      {limitY !== null && <line class="sparkline-limit" x1="0" x2="100" y1={limitY} y2={limitY} />}
      {path !== null && <path class="sparkline-line" d={path} />}
    </svg>
  )
}
