import { useLayoutEffect, useReducer, useRef } from 'preact/hooks'
import type { ReadableStore } from './store.ts'

/** The value of the store, or what `select` takes out of it; draws the component again only when that has changed. */
export function useStore<T>(store: ReadableStore<T>): T
export function useStore<T, P>(store: ReadableStore<T>, select: (value: T) => P): P
export function useStore(store: ReadableStore<unknown>, select: (value: unknown) => unknown = identity): unknown {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const selected = select(store.get())
  const drawn = useRef({ select, selected })
  drawn.current = { select, selected }
  useLayoutEffect(() => {
    const check = (): void => {
      if (!Object.is(drawn.current.select(store.get()), drawn.current.selected)) redraw(0)
    }
    // The value may have changed between drawing and this effect.
    check()
    return store.subscribe(check)
  }, [store])
  return selected
}

const identity = (value: unknown): unknown => value
