import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CompareChart } from '../chart/compare-chart.ts'
import { useFigures } from '../format/use-figures.ts'
import { useWords } from '../i18n/use-words.ts'
import { onThemeChange } from '../shell/theme.ts'
import { Card } from '../ui/card.tsx'
import type { Compared } from './compare-runs.ts'
import { letterOf } from './line-key.tsx'
import { backtestWords } from './words.ts'

/** The curves of all runs in one chart. */
export function CompareCurves({ runs }: { readonly runs: readonly Compared[] }): JSX.Element {
  const words = useWords(backtestWords)
  const figures = useFigures()
  const host = useRef<HTMLDivElement>(null)
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    const element = host.current
    if (element === null) return
    let own: CompareChart | null = null
    let left = false
    const lines = runs.map(({ curve }, index) => ({ label: letterOf(index), ...curve }))
    void import('../chart/compare-chart.ts').then(({ drawCompareChart }) => {
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
    <Card title={words.curves}>
      <div
        ref={host}
        class="chart chart-short"
        role="img"
        aria-label={words.curvesLabel(runs.length)}
        data-drawn={isDrawn}
      />
    </Card>
  )
}
