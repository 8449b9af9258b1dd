import { keyOf } from './channels/channel.ts'

/** The channel that a frame names which could not be read; `null` where it names none. */
export function faultyKey(text: string): string | null {
  try {
    const frame: unknown = JSON.parse(text)
    const payload: unknown = Array.isArray(frame) ? frame[1] : null
    if (typeof payload !== 'object' || payload === null) return null
    const { channel, event } = payload as { readonly channel?: unknown; readonly event?: unknown }
    return typeof channel === 'string' && typeof event === 'string' ? keyOf({ channel, event }) : null
  } catch {
    return null
  }
}
