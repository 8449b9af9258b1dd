import type { ComponentChildren, JSX } from 'preact'

export type Tone = 'good' | 'warn' | 'bad' | 'idle'

/** A state in words with a mark whose shape, not only its colour, differs. */
export function Status({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }): JSX.Element {
  return (
    <span class="status" data-tone={tone}>
      {children}
    </span>
  )
}

/** A word or two on a tinted ground. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }): JSX.Element {
  return (
    <span class="badge" data-tone={tone}>
      {children}
    </span>
  )
}
