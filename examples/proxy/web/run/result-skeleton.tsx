import type { JSX } from 'preact'
import { ChartButtons } from '../chart/chart-buttons.tsx'
import { useFigures } from '../format/use-figures.ts'
import { useWords } from '../i18n/use-words.ts'
import { HeadlineSkeleton } from '../result/headline.tsx'
import { resultWords } from '../result/words.ts'
import { type Partial, partialPath } from './partial.ts'
import { runWords } from './words.ts'

/** The equity so far, where the chart will be. */
function PartialEquity({ partial }: { readonly partial: Partial | null }): JSX.Element {
  const words = useWords(runWords)
  const figures = useFigures()
  const path = partial === null ? null : partialPath(partial)
  const last = partial?.equity.at(-1)
  const text = last === undefined ? words.equityWaits : words.equitySoFar(figures.money(last))
  return (
    <>
      <p class="read-out quiet">{text}</p>
      <div class="chart chart-short partial" data-drawn={path !== null}>
        {path !== null && (
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={text}>
            <path d={path} />
          </svg>
        )}
      </div>
    </>
  )
}

/** Holds the places of the figures and the chart, so that nothing jumps when they arrive. */
export function ResultSkeleton({ partial }: { readonly partial: Partial | null }): JSX.Element {
  const words = useWords(resultWords)
  return (
    <div class="skeleton">
      <div class="tabs-place" aria-hidden="true" />
      <HeadlineSkeleton />
      <section class="card" aria-label={words.equityTitle}>
        <header class="card-head">
          <h2>{words.equityTitle}</h2>
          <ChartButtons chart={null} />
        </header>
        <PartialEquity partial={partial} />
      </section>
    </div>
  )
}
