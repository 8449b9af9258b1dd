import type { JSX } from 'preact'
import { NOTHING } from '../format/number.ts'
import { useFigures } from '../format/use-figures.ts'
import { useLanguage, useWords } from '../i18n/use-words.ts'
import { labelOf } from '../result/flatten.ts'
import { nameOfStatistic, writeValue } from '../result/statistic-words.ts'
import { Card } from '../ui/card.tsx'
import { ScrollTable } from '../ui/scroll-table.tsx'
import { bestOf, type Compared, differencesOf, FIGURES, groundOf } from './compare-runs.ts'
import { LineKey } from './line-key.tsx'
import { backtestWords } from './words.ts'

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
  const words = useWords(backtestWords)
  const language = useLanguage()
  const figures = useFigures()
  return (
    <Card title={words.figures}>
      <ScrollTable label={words.tableOf(words.figures)} head={<Heads runs={runs} first={words.figure} />}>
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
                      ★<span class="visually-hidden"> {words.best}</span>
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
  const words = useWords(backtestWords)
  const differences = differencesOf(runs.map(groundOf))
  return (
    <Card title={words.differences}>
      {differences.length === 0 ? (
        <p class="quiet">{words.noDifferences}</p>
      ) : (
        <>
          <p class="quiet compare-lead">{words.differencesLead}</p>
          <ScrollTable label={words.tableOf(words.differences)} head={<Heads runs={runs} first={words.setting} />}>
            {differences.map(({ path, texts }) => (
              <tr key={path}>
                <th scope="row" title={path}>
                  {labelOf(path.split('.'))}
                </th>
                {texts.map((text, index) => (
                  <td key={index} class="compare-text">
                    {text ?? words.absent}
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
