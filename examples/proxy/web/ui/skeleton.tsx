import type { JSX } from 'preact'

/** Holds the place of what comes. `kind` has the height of it: see `ui.css`. */
export function Skeleton({ kind = 'line' }: { readonly kind?: 'line' | 'number' | 'block' | 'view' }): JSX.Element {
  return <span class="placeholder" data-kind={kind} aria-hidden="true" />
}
