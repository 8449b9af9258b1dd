import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CandleColumns } from '../api/all-candles.ts'
import type { RunResult } from '../api/result-formats.ts'
import { useFigures, useMessages } from '../i18n/use-messages.ts'
import { onThemeChange } from '../state/theme.ts'
import { chartMessages } from './messages.ts'
import type { RunChart } from './run-chart.ts'

export type DrawnChart = {
  readonly host: RefObject<HTMLDivElement | null>
  readonly chart: RunChart | null
  /** Time under the pointer, epoch ms. */
  readonly hovered: number | null
}

/** Draws into `host` as soon as `isReady`. The code for it is fetched only now, so that the form is there first. */
export function useRunChart(
  result: RunResult,
  candles: CandleColumns | null,
  symbol: string,
  isReady: boolean,
): DrawnChart {
  const messages = useMessages(chartMessages)
  const figures = useFigures()
  const host = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<number | null>(null)
  const [chart, setChart] = useState<RunChart | null>(null)
  useEffect(() => {
    if (host.current === null || !isReady) return
    const element = host.current
    let own: RunChart | null = null
    let left = false
    void import('./run-chart.ts').then(({ drawRunChart }) => {
      if (left) return
      own = drawRunChart(element, { result, candles, symbol, messages, figures, onHover: setHovered })
      setChart(own)
    })
    const unlisten = onThemeChange(() => own?.recolor())
    return () => {
      left = true
      unlisten()
      own?.close()
      setChart(null)
      setHovered(null)
    }
  }, [result, candles, symbol, isReady, messages, figures])
  return { host, chart, hovered }
}
