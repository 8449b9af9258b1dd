import type { JSX } from 'preact'
import { sparkline } from './sparkline.ts'

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
