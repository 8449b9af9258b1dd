import type { JSX } from 'preact'
import type { RunChart } from './run-chart.ts'

const CLOSER = 0.5
const FARTHER = 2

/** Zoom for the keyboard; with a mouse it is Ctrl and the wheel, so that the wheel alone still scrolls the page. */
export function ChartButtons({ chart }: { readonly chart: RunChart | null }): JSX.Element {
  return (
    <div class="chart-buttons" title="Or hold Ctrl and turn the wheel; drag to move">
      <button type="button" aria-label="Zoom in" disabled={chart === null} onClick={() => chart?.zoom(CLOSER)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" disabled={chart === null} onClick={() => chart?.zoom(FARTHER)}>
        −
      </button>
      <button type="button" disabled={chart === null} onClick={() => chart?.fit()}>
        Whole run
      </button>
    </div>
  )
}
