import type { ComponentChildren, JSX } from 'preact'

/** Something that went wrong, in words, with what to do about it. */
export function Notice(props: {
  readonly title: string
  readonly children: ComponentChildren
  readonly action?: JSX.Element | undefined
}): JSX.Element {
  return (
    <section class="card notice" role="alert">
      <h2>{props.title}</h2>
      <p>{props.children}</p>
      {props.action}
    </section>
  )
}
