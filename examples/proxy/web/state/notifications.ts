import type { Timers } from '@tezgah/core/clock'
import { createServiceContext } from './context.ts'
import { createStore, type ReadableStore } from './store.ts'

export type Toast = { readonly id: number; readonly text: string; readonly tone: 'good' | 'bad' | 'plain' }

/** Messages about what has happened, on the screen and for screen readers. */
export interface Notifications {
  /** On the screen, newest last, three at most. */
  readonly toasts: ReadableStore<readonly Toast[]>
  /** For screen readers only. */
  readonly spoken: ReadableStore<string>
  toast(text: string, tone?: Toast['tone']): void
  announce(text: string): void
  dismiss(id: number): void
}

const MAX_TOASTS = 3
const TOAST_MS = 8_000

export function createNotifications(timers: Pick<Timers, 'after'>): Notifications {
  const toasts = createStore<readonly Toast[]>([])
  const spoken = createStore('')
  let count = 0
  const dismiss = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id))
  return {
    toasts,
    spoken,
    toast: (text, tone = 'plain') => {
      const id = ++count
      toasts.set([...toasts.get(), { id, text, tone }].slice(-MAX_TOASTS))
      timers.after(TOAST_MS, () => dismiss(id))
    },
    announce: (text) => spoken.set(text),
    dismiss,
  }
}

export const { Provider: NotificationsProvider, use: useNotifications } =
  createServiceContext<Notifications>('useNotifications')
