import { BtcturkError } from '../../errors.ts'
import { parseJson } from '../../wire/parse-json.ts'
import { Cursor } from './cursor.ts'
import { frameSchema } from './frame-schema.ts'
import type { StreamMessage } from './messages.ts'
import { scanBook, scanBookChange } from './scan-book.ts'
import { scanTicker } from './scan-ticker.ts'
import { scanTrade } from './scan-trade.ts'

/**
 * Reads a frame. The four kinds that come often are read by hand where they are spelt as the exchange spells them; every other
 * text goes through `readFrameBySchema`. Both accept the same frames and give the same messages.
 *
 * @throws BtcturkError `malformed`, with `field` naming the first fault
 */
export function readFrame(text: string): StreamMessage {
  return scanFrame(text) ?? readFrameBySchema(text)
}

/**
 * Reads any frame through its schema: the measure of what is accepted.
 *
 * @throws BtcturkError `malformed`, with `field` naming the first fault
 */
export function readFrameBySchema(text: string): StreamMessage {
  const result = frameSchema.safeParse(json(text))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const field = issue.path.join('.')
  throw malformed(
    `frame ${field === '' ? '' : `${field} `}is malformed: ${issue.message}`,
    field === '' ? 'frame' : field,
  )
}

/** The message of a frame in its usual spelling; `null` for every other text, valid or not. */
export function scanFrame(text: string): StreamMessage | null {
  const cursor = new Cursor(text)
  if (cursor.literal('[4')) {
    if (cursor.literal('32,')) return scanBookChange(cursor)
    if (cursor.literal('02,')) return scanTicker(cursor)
    if (cursor.literal('22,')) return scanTrade(cursor)
    if (cursor.literal('31,')) return scanBook(cursor)
  }
  return null
}

function json(text: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    throw malformed('frame is not JSON', 'frame', cause)
  }
}

function malformed(message: string, field: string, cause?: unknown): BtcturkError {
  return new BtcturkError('malformed', message, {
    outcome: 'rejected',
    field,
    ...(cause === undefined ? {} : { cause }),
  })
}
