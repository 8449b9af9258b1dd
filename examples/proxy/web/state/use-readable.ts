import { useLayoutEffect, useReducer, useRef } from 'preact/hooks'
import type { Readable } from './store.ts'

/** What `pick` takes out of the store; drawn again only when that, and not merely something else in it, has changed. */
export function useReadable<T, P>(source: Readable<T>, pick: (value: T) => P): P {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const picked = pick(source.get())
  const drawn = useRef({ pick, picked })
  drawn.current = { pick, picked }
  useLayoutEffect(() => {
    const look = (): void => {
      if (!Object.is(drawn.current.pick(source.get()), drawn.current.picked)) redraw(0)
    }
    // It may have changed between drawing and now.
    look()
    return source.subscribe(look)
  }, [source])
  return picked
}

export const all = <T>(value: T): T => value
