import type { ComponentChildren, JSX } from 'preact'

/** Where there is nothing yet: why, and what to do next. */
export function Empty(props: {
  readonly title: string
  /** Of its heading: 2 in a page, 3 in a card. */
  readonly level?: 2 | 3
  readonly children?: ComponentChildren
  readonly action?: ComponentChildren
}): JSX.Element {
  const Heading = props.level === 3 ? 'h3' : 'h2'
  return (
    <div class="empty">
      <Heading>{props.title}</Heading>
      {props.children !== undefined && <p class="quiet">{props.children}</p>}
      {props.action}
    </div>
  )
}
