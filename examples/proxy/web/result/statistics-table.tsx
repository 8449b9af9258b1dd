import type { JSX } from 'preact'
import { NOTHING } from '../format/number.ts'
import { useFigures } from '../format/use-figures.ts'
import { useLanguage, useWords } from '../i18n/use-words.ts'
import { Card } from '../ui/card.tsx'
import { nameOfStatistic, writeValue } from './statistic-words.ts'
import { resultWords } from './words.ts'

/** Figures by name; one that does not exist says why. */
export function StatisticsTable(props: {
  readonly title: string
  readonly values: Readonly<Record<string, number | string | null>>
  /** The reason for a null, by the name of the figure. */
  readonly reasonOf: (name: string) => string | undefined
}): JSX.Element {
  const words = useWords(resultWords)
  const language = useLanguage()
  const figures = useFigures()
  return (
    <Card title={props.title} class="statistics">
      <dl class="facts">
        {Object.entries(props.values).map(([name, value]) => (
          <div key={name} data-statistic={name}>
            <dt>
              {nameOfStatistic(name, language)}
              {value === null && <small>{props.reasonOf(name) ?? words.noReason}</small>}
            </dt>
            <dd>{value === null ? NOTHING : writeValue(name, value, figures)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
