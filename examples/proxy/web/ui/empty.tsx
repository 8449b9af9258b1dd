import type { ComponentChildren, JSX } from 'preact'

/** Where there is nothing yet: why, and what to do next. */
export function Empty(props: {
  readonly title: string
  readonly children: ComponentChildren
  readonly action?: ComponentChildren
}): JSX.Element {
  return (
    <div class="empty">
      <h3>{props.title}</h3>
      <p class="quiet">{props.children}</p>
      {props.action}
    </div>
  )
}
