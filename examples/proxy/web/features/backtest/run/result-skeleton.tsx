import type { JSX } from 'preact'
import { ZoomButtons } from '../../../charts/zoom-buttons.tsx'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { HeadlineSkeleton } from '../result/headline.tsx'
import { resultMessages } from '../result/messages.ts'
import { runMessages } from './messages.ts'
import { type Partial, partialPath } from './partial.ts'

/** The equity so far, where the chart will be. */
function PartialEquity({ partial }: { readonly partial: Partial | null }): JSX.Element {
  const messages = useMessages(runMessages)
  const figures = useFigures()
  const path = partial === null ? null : partialPath(partial)
  const last = partial?.equity.equity.at(-1)
  const text = last === undefined ? messages.equityWaits : messages.equitySoFar(figures.money(last))
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
  const messages = useMessages(resultMessages)
  return (
    <div class="skeleton">
      <div class="tabs-place" aria-hidden="true" />
      <HeadlineSkeleton />
      <section class="card" aria-label={messages.equityTitle}>
        <header class="card-head">
          <h2>{messages.equityTitle}</h2>
          <ZoomButtons chart={null} />
        </header>
        <PartialEquity partial={partial} />
      </section>
    </div>
  )
}
