import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'

/** Content that is drawn only once it has been opened. */
export function More(props: { readonly title: string; readonly children: () => ComponentChildren }): JSX.Element {
  const [isOpen, open] = useState(false)
  return (
    <details class="guardrails-more" onToggle={(event) => open(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {isOpen && props.children()}
    </details>
  )
}
