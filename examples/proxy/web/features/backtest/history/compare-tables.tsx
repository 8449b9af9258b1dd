import type { JSX } from 'preact'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { useLanguage } from '../../../state/language.ts'
import { Card } from '../../../ui/card.tsx'
import { ScrollTable } from '../../../ui/scroll-table.tsx'
import { backtestMessages } from '../messages.ts'
import { labelOf } from '../result/flatten.ts'
import { nameOfStatistic, writeValue } from '../result/statistic-names.ts'
import { bestOf, type Compared, differencesOf, FIGURES, groundOf } from './compare-runs.ts'
import { LineKey } from './line-key.tsx'

type Props = { readonly runs: readonly Compared[] }

function Heads({ runs, first }: Props & { readonly first: string }): JSX.Element {
  return (
    <tr>
      <th scope="col">{first}</th>
      {runs.map(({ id }, index) => (
        <th key={id} scope="col">
          <LineKey index={index} />
        </th>
      ))}
    </tr>
  )
}

/** The figures side by side; the best of each is marked by a sign and a word. */
export function FiguresTable({ runs }: Props): JSX.Element {
  const messages = useMessages(backtestMessages)
  const language = useLanguage()
  const figures = useFigures()
  return (
    <Card title={messages.figures}>
      <ScrollTable label={messages.tableOf(messages.figures)} head={<Heads runs={runs} first={messages.figure} />}>
        {FIGURES.map(([name, better]) => {
          const values = runs.map((run) => run.values[name])
          const best = bestOf(values, better)
          return (
            <tr key={name}>
              <th scope="row">{nameOfStatistic(name, language)}</th>
              {values.map((value, index) => (
                <td key={index} data-best={best.has(index)}>
                  {best.has(index) && (
                    <span class="compare-best">
                      ★<span class="visually-hidden"> {messages.best}</span>
                    </span>
                  )}{' '}
                  {value === null || value === undefined ? NOTHING : writeValue(name, value, figures)}
                </td>
              ))}
            </tr>
          )
        })}
      </ScrollTable>
    </Card>
  )
}

/** Only what is not the same in all. */
export function DifferencesTable({ runs }: Props): JSX.Element {
  const messages = useMessages(backtestMessages)
  const differences = differencesOf(runs.map(groundOf))
  return (
    <Card title={messages.differences}>
      {differences.length === 0 ? (
        <p class="quiet">{messages.noDifferences}</p>
      ) : (
        <>
          <p class="quiet compare-lead">{messages.differencesLead}</p>
          <ScrollTable
            label={messages.tableOf(messages.differences)}
            head={<Heads runs={runs} first={messages.setting} />}
          >
            {differences.map(({ path, texts }) => (
              <tr key={path}>
                <th scope="row" title={path}>
                  {labelOf(path.split('.'))}
                </th>
                {texts.map((text, index) => (
                  <td key={index} class="compare-text">
                    {text ?? messages.absent}
                  </td>
                ))}
              </tr>
            ))}
          </ScrollTable>
        </>
      )}
    </Card>
  )
}
