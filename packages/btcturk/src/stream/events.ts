import type { BtcturkError } from '../errors.ts'
import type { ChannelEvent } from './channels/subscription.ts'
import type { ConnectionEvent } from './connection/reconnecting-connection.ts'
import type { MessageKind, MessageOf } from './frames/messages.ts'
import type { LoginEvent } from './login.ts'

export type FaultEvent = {
  readonly error: BtcturkError
  /** The channel of the frame, such as `obdiff:BTCTRY`; `null` where it is unknown, and then it may be any. */
  readonly key: string | null
}

type Lifecycle = {
  connection: ConnectionEvent
  channel: ChannelEvent
  login: LoginEvent
  /** A frame that could not be read. */
  fault: FaultEvent
  /** True: nothing came for so long that nothing can be called present. False: that is over and nothing was missed. */
  stale: { readonly isStale: boolean }
  /** What a listener threw. Without a listener for it, it is thrown from a timer. */
  listenerError: unknown
}

/** What can be listened to: every kind of message, and what happens to the connection. */
export type StreamEvents = Lifecycle & { [Kind in MessageKind]: MessageOf<Kind> }

export type StreamEventName = keyof StreamEvents
