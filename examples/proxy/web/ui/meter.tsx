import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** How much of something is used or left, 0 to 1; what is beyond is drawn as full. The text says it exactly. */
export function Meter(props: {
  readonly label: string
  readonly share: number
  /** What a screen reader says of the share. */
  readonly text: string
  readonly tone?: 'good' | 'warn' | 'bad'
}): JSX.Element {
  const bar = useRef<HTMLDivElement>(null)
  const share = Math.min(Math.max(props.share, 0), 1)
  useLayoutEffect(() => {
    // Through the object model: the content security policy allows no style attribute.
    bar.current?.style.setProperty('--share', String(share))
  }, [share])
  return (
    // biome-ignore lint/a11y/useSemanticElements: no browser lets a meter element be drawn in our colours
    <div
      ref={bar}
      class="meter"
      role="meter"
      data-tone={props.tone ?? 'good'}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={share}
      aria-valuetext={props.text}
    />
  )
}
