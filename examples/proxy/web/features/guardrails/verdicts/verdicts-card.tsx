import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Verdict } from '../../../api/documents.ts'
import { verdictNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { guardrailsMessages } from '../shared/messages.ts'
import { choicesOf, EVERYTHING, filterVerdicts, keyOf, type VerdictFilter } from './filter-verdicts.ts'
import { useVerdictFeed, type VerdictFeed } from './use-verdict-feed.ts'
import { VerdictRow } from './verdict-row.tsx'

type FilterProps = {
  readonly verdicts: readonly Verdict[]
  readonly filter: VerdictFilter
  readonly onFilter: (filter: VerdictFilter) => void
}

function Filters({ verdicts, filter, onFilter }: FilterProps): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const named = (names: readonly string[], chosen: string) => [
    ['', messages.any] as const,
    ...choicesOf(names, chosen).map((name) => [name, name] as const),
  ]
  const { approved, refused } = useMessages(verdictNames)
  return (
    <div class="guardrails-filters">
      <SelectField
        id="verdict-filter"
        label={messages.verdict}
        value={filter.verdict}
        choices={[
          ['', messages.any],
          ['approved', approved],
          ['refused', refused],
        ]}
        onValue={(verdict) => onFilter({ ...filter, verdict })}
      />
      <SelectField
        id="policy-filter"
        label={messages.policy}
        value={filter.policy}
        choices={named(
          verdicts.flatMap(({ policies }) => policies),
          filter.policy,
        )}
        onValue={(policy) => onFilter({ ...filter, policy })}
      />
      <SelectField
        id="strategy-filter"
        label={messages.strategy}
        value={filter.strategy}
        choices={named(
          verdicts.map(({ strategy }) => strategy),
          filter.strategy,
        )}
        onValue={(strategy) => onFilter({ ...filter, strategy })}
      />
    </div>
  )
}

function Pause({ feed }: { readonly feed: VerdictFeed }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  const resume = feed.waiting === 0 ? messages.resume : messages.resumeNew(format.count(feed.waiting))
  return <Button onClick={feed.toggle}>{feed.isPaused ? resume : messages.pause}</Button>
}

function Feed({ verdicts }: { readonly verdicts: readonly Verdict[] }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const [filter, setFilter] = useState(EVERYTHING)
  const fitting = filterVerdicts(verdicts, filter)
  return (
    <>
      <Filters verdicts={verdicts} filter={filter} onFilter={setFilter} />
      {fitting.length === 0 ? (
        <Empty
          level={3}
          title={messages.noneFit}
          action={<Button onClick={() => setFilter(EVERYTHING)}>{messages.showEvery}</Button>}
        />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
        <section class="guardrails-feed" aria-label={messages.feed} tabIndex={0}>
          <ol>
            {fitting.map((verdict) => (
              <VerdictRow key={keyOf(verdict)} verdict={verdict} />
            ))}
          </ol>
        </section>
      )}
    </>
  )
}

/** What was said of the last starts, newest first. */
export function VerdictsCard(): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  const feed = useVerdictFeed()
  const { shown } = feed
  return (
    <Card title={messages.verdicts} class="guardrails-verdicts" aside={<Pause feed={feed} />}>
      {shown === null && <Skeleton kind="block" />}
      {shown?.length === 0 && (
        <Empty level={3} title={messages.noVerdicts}>
          {messages.noVerdictsLead}
        </Empty>
      )}
      {shown !== null && shown.length > 0 && (
        <>
          <p class="quiet guardrails-note">
            {feed.isPaused ? messages.paused : messages.verdictsLead(format.count(shown.length))}
          </p>
          <Feed verdicts={shown} />
        </>
      )}
    </Card>
  )
}
