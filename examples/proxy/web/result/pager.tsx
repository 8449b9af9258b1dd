import type { JSX } from 'preact'

/** Back and forward through `count` pages; absent when there is only one. */
export function Pager(props: {
  readonly page: number
  readonly count: number
  readonly onPage: (page: number) => void
}): JSX.Element | null {
  const { page, count, onPage } = props
  if (count <= 1) return null
  return (
    <nav class="pager" aria-label="Pages of trades">
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)} aria-label="Previous page">
        ←
      </button>
      <span>
        {page + 1} of {count}
      </span>
      <button type="button" disabled={page === count - 1} onClick={() => onPage(page + 1)} aria-label="Next page">
        →
      </button>
    </nav>
  )
}
