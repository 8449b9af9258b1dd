// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn a few rows at a time
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus, and names the row and its keys
// biome-ignore-all lint/a11y/useKeyWithClickEvents: as above
import type { JSX, RefObject } from 'preact'
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { AuditRecord } from '../../../api/documents.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useStore } from '../../../state/use-store.ts'
import { auditMessages } from '../messages.ts'
import type { Filters } from './filters.ts'
import type { Timeline } from './timeline.ts'
import { TimelineRow } from './timeline-row.tsx'
import { type Box, rowAfterKey, scrollTo, windowOf } from './window.ts'

/** As in audit.css. */
const ROW = { wide: 52, narrow: 88 } as const
const NARROW = '(max-width: 760px)'
/** Pages are read when the finger rests, not for every place that flies by. */
const REST_MS = 90

function useRowHeight(): number {
  const [height, setHeight] = useState(() => (matchMedia(NARROW).matches ? ROW.narrow : ROW.wide))
  useEffect(() => {
    const media = matchMedia(NARROW)
    const look = (): void => setHeight(media.matches ? ROW.narrow : ROW.wide)
    media.addEventListener('change', look)
    return () => media.removeEventListener('change', look)
  }, [])
  return height
}

type Sight = { readonly scrollTop: number; readonly height: number }

/** Where the box is scrolled to and how high it is; drawn again at most once a frame. */
function useSight(box: RefObject<HTMLDivElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ scrollTop: 0, height: 600 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    let frame = 0
    const look = (): void => {
      frame = 0
      setSight({ scrollTop: element.scrollTop, height: element.clientHeight })
    }
    const onScroll = (): void => {
      frame ||= requestAnimationFrame(look)
    }
    look()
    element.addEventListener('scroll', onScroll, { passive: true })
    const observer = new ResizeObserver(onScroll)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [box])
  return sight
}

type Props = {
  readonly timeline: Timeline
  readonly onOpen: (record: AuditRecord) => void
  readonly onFilter: (filters: Filters) => void
  /** Whether the list is at its top, with the newest record in sight. */
  readonly atTop: { current: boolean }
}

export function TimelineList({ timeline, onOpen, onFilter, atTop }: Props): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const id = useId()
  const state = useStore(timeline.state)
  const box = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const rowHeight = useRowHeight()
  const sight = useSight(box)
  const [active, setActive] = useState(0)
  const at: Box = { ...sight, rowHeight, rows: state.rows }
  const { end, first } = windowOf(at)
  atTop.current = sight.scrollTop < rowHeight / 2

  useLayoutEffect(() => {
    sheet.current?.style.setProperty('--height', `${state.rows * rowHeight}px`)
    sheet.current?.style.setProperty('--offset', `${first * rowHeight}px`)
  }, [state.rows, rowHeight, first])
  useEffect(() => {
    const timer = setTimeout(() => timeline.need(first, end), REST_MS)
    return () => clearTimeout(timer)
  }, [timeline, first, end, state.version])
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0
    setActive(0)
  }, [timeline])

  const showNew = (): void => {
    timeline.showNew()
    if (box.current !== null) box.current.scrollTop = 0
    setActive(0)
    box.current?.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== box.current) return
    const record = timeline.at(active)
    if ((event.key === 'Enter' || event.key === ' ') && record !== null) {
      event.preventDefault()
      onOpen(record)
      return
    }
    const next = rowAfterKey(event.key, active, at)
    if (next === null) return
    event.preventDefault()
    setActive(next)
    if (box.current !== null) box.current.scrollTop = scrollTo(next, { ...at, scrollTop: box.current.scrollTop })
  }
  const label = useCallback((name: string) => messages.filterBy(name), [messages])
  const rows = Array.from({ length: end - first }, (_, offset) => first + offset)
  return (
    <div class="audit-list">
      {state.waiting > 0 && (
        <button type="button" class="audit-new" onClick={showNew}>
          {messages.waiting(format.count(state.waiting))}
        </button>
      )}
      <div
        ref={box}
        class="audit-box"
        role="grid"
        tabIndex={0}
        aria-label={messages.list}
        aria-rowcount={state.isWhole ? state.rows + 1 : -1}
        aria-busy={state.isLoading}
        aria-activedescendant={active >= first && active < end ? `${id}-${active}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div class="audit-row audit-names" role="row" aria-rowindex={1}>
          {(['time', 'action', 'actor', 'subject', 'outcome'] as const).map((name) => (
            <span key={name} role="columnheader">
              {messages[name]}
            </span>
          ))}
        </div>
        <div ref={sheet} class="audit-sheet" role="rowgroup">
          <div class="audit-window" role="presentation">
            {rows.map((row) => (
              <TimelineRow
                key={row}
                id={`${id}-${row}`}
                index={row}
                record={timeline.at(row)}
                isActive={row === active}
                label={label}
                onOpen={onOpen}
                onFilter={onFilter}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
