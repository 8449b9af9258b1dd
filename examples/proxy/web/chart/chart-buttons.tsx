import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import type { RunChart } from './run-chart.ts'
import { chartWords } from './words.ts'

const CLOSER = 0.5
const FARTHER = 2

/** Zoom for the keyboard; with a mouse it is Ctrl and the wheel, so that the wheel alone still scrolls the page. */
export function ChartButtons({ chart }: { readonly chart: RunChart | null }): JSX.Element {
  const words = useWords(chartWords)
  return (
    <div class="chart-buttons" title={words.zoomHelp}>
      <button type="button" aria-label={words.zoomIn} disabled={chart === null} onClick={() => chart?.zoom(CLOSER)}>
        +
      </button>
      <button type="button" aria-label={words.zoomOut} disabled={chart === null} onClick={() => chart?.zoom(FARTHER)}>
        −
      </button>
      <button type="button" disabled={chart === null} onClick={() => chart?.fit()}>
        {words.whole}
      </button>
    </div>
  )
}
