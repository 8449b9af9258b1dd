import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { outcomeNames } from '../../../i18n/contract-names.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { auditMessages } from '../messages.ts'
import { KNOWN_ACTIONS } from './actions.ts'
import { type Filters, isFiltered, MAX_FILTER, OUTCOMES } from './filters.ts'

const TEXTS = ['actor', 'action', 'subject', 'correlationId'] as const
const TIMES = ['from', 'to'] as const
const MINUTE = 60_000

/** A time as a field for local times writes it, to the minute. */
function localTime(time: number | undefined): string {
  if (time === undefined || !Number.isFinite(new Date(time).getTime())) return ''
  const shifted = new Date(time - new Date(time).getTimezoneOffset() * MINUTE)
  return shifted.toISOString().slice(0, 16)
}

/** The text filters as they are typed; the address has them once they are left or Enter is pressed. */
export function FilterBar(props: {
  readonly filters: Filters
  readonly onChange: (filters: Filters) => void
}): JSX.Element {
  const messages = useMessages(auditMessages)
  const outcomes = useMessages(outcomeNames)
  const id = useId()
  const { filters, onChange } = props
  const [isOpen, open] = useState(isFiltered(filters))
  const set = (name: keyof Filters, value: string | number | undefined): void => {
    if (filters[name] === value) return
    const others = Object.entries(filters).filter(([other]) => other !== name)
    onChange(Object.fromEntries(value === undefined || value === '' ? others : [...others, [name, value]]))
  }
  const setTime = (name: (typeof TIMES)[number], text: string): void => {
    const time = new Date(text).getTime()
    set(name, Number.isFinite(time) && time >= 0 ? time : undefined)
  }
  return (
    <form
      class="audit-filters"
      aria-label={messages.filters}
      data-open={isOpen}
      onSubmit={(event) => {
        event.preventDefault()
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      }}
    >
      <button type="button" class="btn audit-filters-open" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        {messages.filters}
        {isFiltered(filters) && ` (${Object.keys(filters).length})`}
      </button>
      {TEXTS.map((name) => (
        <label key={name}>
          <span>{messages[name]}</span>
          <input
            type="text"
            value={filters[name] ?? ''}
            maxLength={MAX_FILTER}
            autocomplete="off"
            spellcheck={false}
            list={name === 'action' ? `${id}-actions` : undefined}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        </label>
      ))}
      <datalist id={`${id}-actions`}>
        {KNOWN_ACTIONS.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <label>
        <span>{messages.outcome}</span>
        <select
          value={filters.outcome ?? ''}
          onChange={(event) => set('outcome', event.currentTarget.value || undefined)}
        >
          <option value="">{messages.anyOutcome}</option>
          {OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {outcomes[outcome]}
            </option>
          ))}
        </select>
      </label>
      {TIMES.map((name) => (
        <label key={name}>
          <span>{messages[name]}</span>
          <input
            type="datetime-local"
            value={localTime(filters[name])}
            onChange={(event) => setTime(name, event.currentTarget.value)}
          />
        </label>
      ))}
      <button type="submit" class="visually-hidden" tabIndex={-1}>
        {messages.apply}
      </button>
      <Button kind="quiet" disabled={!isFiltered(filters)} onClick={() => onChange({})}>
        {messages.clear}
      </Button>
    </form>
  )
}
