// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn a few rows at a time
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus, and names the row and its keys
// biome-ignore-all lint/a11y/useKeyWithClickEvents: as above
import type { JSX } from 'preact'
import { memo } from 'preact/compat'
import type { AuditRecord } from '../../../api/documents.ts'
import { useFormat } from '../../../i18n/use-messages.ts'
import { useLanguage } from '../../../state/language.ts'
import { actionName } from './actions.ts'
import type { Filters } from './filters.ts'
import { Outcome } from './outcome.tsx'
import { visibleText } from './visible-text.ts'

type Props = {
  readonly id: string
  readonly index: number
  readonly record: AuditRecord | null
  readonly isActive: boolean
  readonly label: (name: string) => string
  readonly onOpen: (record: AuditRecord) => void
  readonly onFilter: (filters: Filters) => void
}

/** A text that filters by itself when clicked. The keyboard has the same in the detail. */
function FilterText(props: { text: string; label: (name: string) => string; onClick: () => void }): JSX.Element {
  const shown = visibleText(props.text)
  const onClick = (event: MouseEvent): void => {
    event.stopPropagation()
    props.onClick()
  }
  return (
    <button type="button" class="audit-filter-text" tabIndex={-1} title={props.label(shown)} onClick={onClick}>
      <bdi>{shown}</bdi>
    </button>
  )
}

export function ActionText({ action }: { readonly action: string }): JSX.Element {
  const name = actionName(action, useLanguage())
  const raw = visibleText(action)
  return (
    <>
      <b>
        <bdi>{name ?? raw}</bdi>
      </b>
      {name !== null && <code>{raw}</code>}
    </>
  )
}

function Cells({ record, label, onFilter }: Pick<Props, 'label' | 'onFilter'> & { record: AuditRecord }): JSX.Element {
  const format = useFormat()
  const day = format.dateTime(record.time).replace(/[ ,]+\d\d:\d\d$/, '')
  const { actor, subject } = record
  return (
    <>
      <span role="gridcell" class="audit-when" title={new Date(record.time).toISOString()}>
        <b>{format.clock(record.time)}</b>
        <small>{day}</small>
      </span>
      <span role="gridcell" class="audit-what">
        <ActionText action={record.action} />
      </span>
      <span role="gridcell" class="audit-who">
        <FilterText text={actor} label={label} onClick={() => onFilter({ actor })} />
      </span>
      <span role="gridcell" class="audit-subject">
        <FilterText text={subject} label={label} onClick={() => onFilter({ subject })} />
      </span>
      <span role="gridcell" class="audit-outcome">
        <Outcome outcome={record.outcome} />
      </span>
    </>
  )
}

/** One record, or the place of one that is on its way. */
export const TimelineRow = memo(function Row(props: Props): JSX.Element {
  const { id, index, isActive, record } = props
  return (
    <div
      id={id}
      role="row"
      class="audit-row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      data-seq={record?.seq}
      onClick={() => record !== null && props.onOpen(record)}
    >
      {record === null ? (
        <span role="gridcell" class="audit-absent" />
      ) : (
        <Cells record={record} label={props.label} onFilter={props.onFilter} />
      )}
    </div>
  )
})
