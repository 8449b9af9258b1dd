import { useEffect, useState } from 'preact/hooks'

/** Longest wait for the slowest part. */
const LONGEST_MS = 2_000

/**
 * Whether the parts of a view are still held back. They come all at once, so that none is pushed down by one that came later;
 * what is missing after two seconds may be missing for long, and holds nothing back any more.
 */
export function useHeld(areAllKnown: boolean): boolean {
  const [isOver, end] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => end(true), LONGEST_MS)
    return () => clearTimeout(timer)
  }, [])
  return !(isOver || areAllKnown)
}
