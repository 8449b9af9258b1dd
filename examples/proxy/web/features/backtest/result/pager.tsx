import type { JSX } from 'preact'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { resultMessages } from './messages.ts'

/** Back and forward through `count` pages; absent when there is only one. */
export function Pager(props: {
  readonly page: number
  readonly count: number
  readonly onPage: (page: number) => void
}): JSX.Element | null {
  const messages = useMessages(resultMessages)
  const format = useFormat()
  const { page, count, onPage } = props
  if (count <= 1) return null
  return (
    <nav class="pager" aria-label={messages.pages}>
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)} aria-label={messages.previousPage}>
        ←
      </button>
      <span>{messages.pageOf(format.count(page + 1), format.count(count))}</span>
      <button
        type="button"
        disabled={page === count - 1}
        onClick={() => onPage(page + 1)}
        aria-label={messages.nextPage}
      >
        →
      </button>
    </nav>
  )
}
