import type { JSX } from 'preact'

/** Holds the places of the figures and the chart, so that nothing jumps when they arrive. */
export function ResultSkeleton(): JSX.Element {
  return (
    <div class="skeleton" aria-hidden="true">
      <div class="card figures" />
      <div class="card">
        <div class="chart" />
      </div>
    </div>
  )
}
