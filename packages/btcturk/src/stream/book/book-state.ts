import type { Level } from '../../wire/orders.ts'

/**
 * - `disconnected`: no connection
 * - `syncing`: subscribed, the first snapshot has not come
 * - `live`: equal to the exchange's book at `changeSet`
 * - `stale`: was live, but nothing proves that it still is; may return to `live` by itself
 * - `resyncing`: known to be wrong, a new snapshot was asked for
 */
export type BookState = 'disconnected' | 'syncing' | 'live' | 'stale' | 'resyncing'

/**
 * Why a book is in its state.
 *
 * - `not_connected`, `connection_lost`, `subscribed`, `snapshot`, `continued`: the usual course
 * - `gap`: the change set was not the next one
 * - `crossed`: the best bid was at or above the best ask
 * - `malformed`: a frame could not be read, and may have been of this book
 * - `duplicate_level`, `too_many_levels`: a snapshot or a change that no book can have
 * - `stale_snapshot`: a snapshot older than changes seen before
 * - `silent_socket`: nothing at all came over the connection
 * - `silent_channel`: the connection lives, but the book's channel says nothing
 * - `diverged`: the exchange's other interface shows another book
 */
export type BookReason =
  | 'not_connected'
  | 'connection_lost'
  | 'subscribed'
  | 'snapshot'
  | 'continued'
  | 'gap'
  | 'crossed'
  | 'malformed'
  | 'duplicate_level'
  | 'too_many_levels'
  | 'stale_snapshot'
  | 'silent_socket'
  | 'silent_channel'
  | 'diverged'

/** Of a book that is not live there are no levels to be had: they would look as good as live ones. */
export type BookReading =
  | {
      readonly state: 'live'
      readonly symbol: string
      readonly changeSet: number
      /** Ascending. */
      readonly asks: readonly Level[]
      /** Descending. */
      readonly bids: readonly Level[]
      /** Milliseconds since the last frame of this book. A quiet market has old frames and a live book. */
      readonly ageMs: number
    }
  | {
      readonly state: Exclude<BookState, 'live'>
      readonly symbol: string
      readonly reason: BookReason
      /** Milliseconds in this state. */
      readonly sinceMs: number
      /** Milliseconds since the last frame of this book; `null` where none ever came. */
      readonly ageMs: number | null
    }

export type BookTransition = {
  readonly symbol: string
  readonly from: BookState
  readonly to: BookState
  readonly reason: BookReason
}
