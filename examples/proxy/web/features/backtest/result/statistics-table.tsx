import type { JSX } from 'preact'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { useLanguage } from '../../../state/language.ts'
import { Card } from '../../../ui/card.tsx'
import { resultMessages } from './messages.ts'
import { nameOfStatistic, writeValue } from './statistic-names.ts'

/** Figures by name; one that does not exist says why. */
export function StatisticsTable(props: {
  readonly title: string
  readonly values: Readonly<Record<string, number | string | null>>
  /** The reason for a null, by the name of the figure. */
  readonly reasonOf: (name: string) => string | undefined
}): JSX.Element {
  const messages = useMessages(resultMessages)
  const language = useLanguage()
  const figures = useFigures()
  return (
    <Card title={props.title} class="statistics">
      <dl class="facts">
        {Object.entries(props.values).map(([name, value]) => (
          <div key={name} data-statistic={name}>
            <dt>
              {nameOfStatistic(name, language)}
              {value === null && <small>{props.reasonOf(name) ?? messages.noReason}</small>}
            </dt>
            <dd>{value === null ? NOTHING : writeValue(name, value, figures)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
