import type { JSX } from 'preact'
import { useState } from 'preact/hooks'

/** Copies the permalink of the run that is shown. */
export function CopyLink(): JSX.Element {
  const [label, setLabel] = useState('Copy link')
  const copy = (): void => {
    navigator.clipboard.writeText(location.href).then(
      () => setLabel('Link copied'),
      () => setLabel('Copy it from the address bar'),
    )
  }
  return (
    <button type="button" onClick={copy}>
      {label}
    </button>
  )
}
