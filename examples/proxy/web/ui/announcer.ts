import { createStore, type Readable } from '../state/store.ts'

export type Toast = { readonly id: number; readonly text: string; readonly tone: 'good' | 'bad' | 'plain' }

/** Says things that happened, for eyes and for screen readers. */
export interface Announcer {
  /** On the screen, newest last, three at most. */
  readonly toasts: Readable<readonly Toast[]>
  /** For screen readers only. */
  readonly spoken: Readable<string>
  show(text: string, tone?: Toast['tone']): void
  say(text: string): void
  dismiss(id: number): void
}

const MOST_TOASTS = 3
const TOAST_MS = 8_000

export function createAnnouncer(later: (delayMs: number, action: () => void) => () => void): Announcer {
  const toasts = createStore<readonly Toast[]>([])
  const spoken = createStore('')
  let count = 0
  const dismiss = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id))
  return {
    toasts,
    spoken,
    show: (text, tone = 'plain') => {
      const id = ++count
      toasts.set([...toasts.get(), { id, text, tone }].slice(-MOST_TOASTS))
      later(TOAST_MS, () => dismiss(id))
    },
    say: (text) => spoken.set(text),
    dismiss,
  }
}
