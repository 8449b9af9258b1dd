import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'

/** A part of a view under its own heading. */
export function Card(props: {
  readonly title: ComponentChildren
  /** Beside the title: a link, a button, a state. */
  readonly aside?: ComponentChildren
  readonly class?: string
  readonly children: ComponentChildren
}): JSX.Element {
  const id = useId()
  return (
    <section class={`card ${props.class ?? ''}`} aria-labelledby={id}>
      <header class="card-head">
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  )
}
