import type { ComponentChildren, JSX } from 'preact'

/** A table that scrolls sideways inside its card where it is too wide; the keyboard can reach it to do so. */
export function ScrollTable(props: {
  readonly label: string
  readonly head: ComponentChildren
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section class="scroll" aria-label={props.label} tabIndex={0}>
      <table>
        <thead>{props.head}</thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  )
}
