import type { JSX } from 'preact'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { resultWords } from './words.ts'

/** Back and forward through `count` pages; absent when there is only one. */
export function Pager(props: {
  readonly page: number
  readonly count: number
  readonly onPage: (page: number) => void
}): JSX.Element | null {
  const words = useWords(resultWords)
  const format = useFormat()
  const { page, count, onPage } = props
  if (count <= 1) return null
  return (
    <nav class="pager" aria-label={words.pages}>
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)} aria-label={words.previousPage}>
        ←
      </button>
      <span>{words.pageOf(format.count(page + 1), format.count(count))}</span>
      <button type="button" disabled={page === count - 1} onClick={() => onPage(page + 1)} aria-label={words.nextPage}>
        →
      </button>
    </nav>
  )
}
