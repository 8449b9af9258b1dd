import type { JSX } from 'preact'
import { ChartButtons } from '../chart/chart-buttons.tsx'
import { HeadlineSkeleton } from '../result/headline.tsx'

/** Holds the places of the figures and the charts, so that nothing jumps when they arrive. */
export function ResultSkeleton(): JSX.Element {
  return (
    <div class="skeleton" aria-hidden="true">
      <HeadlineSkeleton />
      <section class="card">
        <header class="card-head">
          <h2>Price, equity, drawdown</h2>
          <ChartButtons chart={null} />
        </header>
        <p class="read-out" />
        <div class="chart" />
      </section>
    </div>
  )
}
