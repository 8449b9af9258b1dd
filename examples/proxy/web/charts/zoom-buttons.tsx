import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import { chartMessages } from './messages.ts'
import type { RunChart } from './run-chart.ts'

const CLOSER = 0.5
const FARTHER = 2

/** Zoom for the keyboard; with a mouse it is Ctrl and the wheel, so that the wheel alone still scrolls the page. */
export function ZoomButtons({ chart }: { readonly chart: RunChart | null }): JSX.Element {
  const messages = useMessages(chartMessages)
  return (
    <div class="chart-buttons" title={messages.zoomHelp}>
      <button type="button" aria-label={messages.zoomIn} disabled={chart === null} onClick={() => chart?.zoom(CLOSER)}>
        +
      </button>
      <button
        type="button"
        aria-label={messages.zoomOut}
        disabled={chart === null}
        onClick={() => chart?.zoom(FARTHER)}
      >
        −
      </button>
      <button type="button" disabled={chart === null} onClick={() => chart?.fit()}>
        {messages.whole}
      </button>
    </div>
  )
}
