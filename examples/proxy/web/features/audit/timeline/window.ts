/** Rows of one height in a box that scrolls, of which only those in sight and some beside are drawn. */
export type Box = {
  readonly scrollTop: number
  readonly height: number
  readonly rowHeight: number
  readonly rows: number
}

export type Window = { readonly first: number; readonly end: number }

/** Rows drawn above and below what is in sight, so that a fast finger meets no gap. */
const BESIDE = 8

export function windowOf({ height, rowHeight, rows, scrollTop }: Box): Window {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - BESIDE)
  const end = Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + BESIDE)
  return { first: Math.min(first, end), end }
}

/** Where to scroll so that a row is wholly in sight, as little as possible. */
export function scrollTo(row: number, { height, rowHeight, scrollTop }: Box): number {
  const top = row * rowHeight
  if (top < scrollTop) return top
  return Math.max(scrollTop, top + rowHeight - height)
}

/** The row that a key leads to, or `null` for a key that leads nowhere. */
export function rowAfterKey(key: string, row: number, { height, rowHeight, rows }: Box): number | null {
  const page = Math.max(1, Math.floor(height / rowHeight) - 1)
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }
  const step = steps[key]
  return step === undefined || rows === 0 ? null : Math.min(rows - 1, Math.max(0, row + step))
}
