import type { ComponentChildren, JSX } from 'preact'

type Props = {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly type?: 'button' | 'submit'
  /** Waits for an answer: stays in the tab order, does nothing more. */
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly onClick?: (() => void) | undefined
  readonly children: ComponentChildren
}

export function Button({
  kind = 'plain',
  type = 'button',
  busy = false,
  disabled,
  onClick,
  children,
}: Props): JSX.Element {
  return (
    <button
      type={type}
      class="btn"
      data-kind={kind}
      aria-disabled={busy}
      disabled={disabled}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.()
      }}
    >
      {children}
    </button>
  )
}
