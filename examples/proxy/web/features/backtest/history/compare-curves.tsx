import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CompareChart } from '../../../charts/compare-chart.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { onThemeChange } from '../../../state/theme.ts'
import { Card } from '../../../ui/card.tsx'
import { backtestMessages } from '../messages.ts'
import type { Compared } from './compare-runs.ts'
import { keyOf } from './line-key.tsx'

/** The curves of all runs in one chart. */
export function CompareCurves({ runs }: { readonly runs: readonly Compared[] }): JSX.Element {
  const messages = useMessages(backtestMessages)
  const figures = useFigures()
  const host = useRef<HTMLDivElement>(null)
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    const element = host.current
    if (element === null) return
    let own: CompareChart | null = null
    let left = false
    const lines = runs.map(({ curve }, index) => ({ label: keyOf(index), ...curve }))
    void import('../../../charts/compare-chart.ts').then(({ drawCompareChart }) => {
      if (left) return
      own = drawCompareChart(element, lines, figures)
      setDrawn(true)
    })
    const unlisten = onThemeChange(() => own?.recolor())
    return () => {
      left = true
      unlisten()
      own?.close()
      setDrawn(false)
    }
  }, [runs, figures])
  return (
    <Card title={messages.curves}>
      <div
        ref={host}
        class="chart chart-short"
        role="img"
        aria-label={messages.curvesLabel(runs.length)}
        data-drawn={isDrawn}
      />
    </Card>
  )
}
