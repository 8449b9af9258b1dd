import './backtest.css'
import '../styles/result.css'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type RunStatus, STATUSES } from '../api/run.ts'
import { useDesk } from '../desk.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { addressOf } from '../router/place.ts'
import { runWords } from '../run/words.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { RunsTable } from './runs-table.tsx'
import { searchRuns } from './search-runs.ts'
import { type History, useHistory } from './use-history.ts'
import { backtestWords } from './words.ts'

type Search = { readonly text: string; readonly status: RunStatus | '' }

function SearchBar(props: { readonly search: Search; readonly onSearch: (search: Search) => void }): JSX.Element {
  const words = useWords(backtestWords)
  const { status } = useWords(runWords)
  const { search, onSearch } = props
  return (
    <search class="filters history-search">
      <label class="filter history-text">
        <span>{words.search}</span>
        <input
          type="text"
          placeholder={words.searchHint}
          value={search.text}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => onSearch({ ...search, text: currentTarget.value })}
        />
      </label>
      <label class="filter">
        <span>{words.status}</span>
        <select
          value={search.status}
          onChange={({ currentTarget: { value } }) =>
            onSearch({ ...search, status: STATUSES.find((known) => known === value) ?? '' })
          }
        >
          <option value="">{words.allStatuses}</option>
          {STATUSES.map((name) => (
            <option key={name} value={name}>
              {status[name]}
            </option>
          ))}
        </select>
      </label>
    </search>
  )
}

/** What is below the list: more of it, or why not. */
function Foot({ history }: { readonly history: History }): JSX.Element | null {
  const words = useWords(backtestWords)
  const { error, hasMore, isReading, more } = history
  if (error !== null) {
    return (
      <Notice title={words.failedTitle} action={<Button onClick={more}>{words.tryAgain}</Button>}>
        {error.message}
      </Notice>
    )
  }
  if (!hasMore) return null
  return (
    <p>
      <Button busy={isReading} onClick={more}>
        {isReading ? words.loadingMore : words.loadMore}
      </Button>
    </p>
  )
}

function CompareBar(props: { readonly chosen: readonly string[]; readonly onClear: () => void }): JSX.Element {
  const { router } = useDesk()
  const words = useWords(backtestWords)
  const { chosen, onClear } = props
  return (
    <div class="history-compare">
      <span class="quiet">{chosen.length < 2 && words.compareHint}</span>
      {chosen.length > 0 && (
        <Button kind="quiet" onClick={onClear}>
          {words.clearChoice}
        </Button>
      )}
      <Button
        kind="primary"
        disabled={chosen.length < 2}
        onClick={() => router.go(addressOf('compare', { runs: chosen.join(',') }))}
      >
        {words.compare(chosen.length)}
      </Button>
    </div>
  )
}

/** All runs, newest first, to be searched and chosen from. */
export default function View(): JSX.Element {
  const words = useWords(backtestWords)
  const format = useFormat()
  const history = useHistory()
  const [search, setSearch] = useState<Search>({ text: '', status: '' })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { jobs, error } = history
  const found = searchRuns(jobs ?? [], search.text, search.status)
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  const newRun = (
    <a class="button" href={addressOf('backtest')}>
      {words.newRun}
    </a>
  )
  return (
    <Page title={words.historyTitle} lead={words.historyLead} actions={newRun}>
      {jobs?.length === 0 ? (
        <Empty title={words.noRunsTitle} action={newRun}>
          {words.noRunsText}
        </Empty>
      ) : (
        <section class="card history">
          <div class="history-head">
            <SearchBar search={search} onSearch={setSearch} />
            <CompareBar chosen={chosen} onClear={() => setChosen([])} />
          </div>
          {jobs === null && error === null && <Skeleton kind="block" />}
          {jobs !== null && found.length === 0 && (
            <Empty
              title={words.noMatchTitle}
              action={<Button onClick={() => setSearch({ text: '', status: '' })}>{words.clearSearch}</Button>}
            >
              {words.noMatchText(format.count(jobs.length))}
            </Empty>
          )}
          {found.length > 0 && <RunsTable jobs={found} chosen={chosen} onToggle={toggle} />}
          <div class="history-foot">
            <Foot history={history} />
          </div>
        </section>
      )}
    </Page>
  )
}
