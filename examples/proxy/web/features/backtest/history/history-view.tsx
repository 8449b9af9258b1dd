import { runStatusNames } from '../../../i18n/contract-names.ts'
import { useRouter } from '../../../state/router.ts'
import '../backtest.css'
import '../../../styles/result.css'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { RunStatus } from '../../../api/documents.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { addressOf } from '../../../state/location.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { backtestMessages } from '../messages.ts'
import { RunsTable } from './runs-table.tsx'
import { searchRuns } from './search-runs.ts'
import { type History, useHistory } from './use-history.ts'

type Search = { readonly text: string; readonly status: RunStatus | '' }

function SearchBar(props: { readonly search: Search; readonly onSearch: (search: Search) => void }): JSX.Element {
  const messages = useMessages(backtestMessages)
  const status = useMessages(runStatusNames)
  const { search, onSearch } = props
  return (
    <search class="filters history-search">
      <label class="filter history-text">
        <span>{messages.search}</span>
        <input
          type="text"
          placeholder={messages.searchHint}
          value={search.text}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => onSearch({ ...search, text: currentTarget.value })}
        />
      </label>
      <label class="filter">
        <span>{messages.status}</span>
        <select
          value={search.status}
          onChange={({ currentTarget: { value } }) => onSearch({ ...search, status: value as RunStatus | '' })}
        >
          <option value="">{messages.allStatuses}</option>
          {(Object.keys(status) as RunStatus[]).map((name) => (
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
  const messages = useMessages(backtestMessages)
  const { error, hasMore, isReading, more } = history
  if (error !== null) {
    return (
      <Notice title={messages.failedTitle} action={<Button onClick={more}>{messages.tryAgain}</Button>}>
        {error.message}
      </Notice>
    )
  }
  if (!hasMore) return null
  return (
    <p>
      <Button busy={isReading} onClick={more}>
        {isReading ? messages.loadingMore : messages.loadMore}
      </Button>
    </p>
  )
}

function CompareBar(props: { readonly chosen: readonly string[]; readonly onClear: () => void }): JSX.Element {
  const router = useRouter()
  const messages = useMessages(backtestMessages)
  const { chosen, onClear } = props
  return (
    <div class="history-compare">
      <span class="quiet">{chosen.length < 2 && messages.compareHint}</span>
      {chosen.length > 0 && (
        <Button kind="quiet" onClick={onClear}>
          {messages.clearChoice}
        </Button>
      )}
      <Button
        kind="primary"
        disabled={chosen.length < 2}
        onClick={() => router.go(addressOf('compare', { runs: chosen.join(',') }))}
      >
        {messages.compare(chosen.length)}
      </Button>
    </div>
  )
}

/** All runs, newest first, to be searched and chosen from. */
export default function View(): JSX.Element {
  const messages = useMessages(backtestMessages)
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
      {messages.newRun}
    </a>
  )
  return (
    <Page title={messages.historyTitle} lead={messages.historyLead} actions={newRun}>
      {jobs?.length === 0 ? (
        <Empty title={messages.noRunsTitle} action={newRun}>
          {messages.noRunsText}
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
              title={messages.noMatchTitle}
              action={<Button onClick={() => setSearch({ text: '', status: '' })}>{messages.clearSearch}</Button>}
            >
              {messages.noMatchText(format.count(jobs.length))}
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
