import { z } from 'zod'
import { BtcturkError } from '../../errors.ts'
import { parseJson } from '../../wire/parse-json.ts'
import { idText } from '../../wire/schemas.ts'
import type { StreamMessage } from './messages.ts'
import { balanceChangedFrame, order, orderMatchFrame, userTradeFrame } from './private-schemas.ts'
import {
  bookChangeFrame,
  bookFrame,
  chartCandleFrame,
  tickerFrame,
  tickersFrame,
  tradeFrame,
  tradesFrame,
} from './public-schemas.ts'

/** The channel that a frame names although it could not be read; `null` where it names none. */
export function channelOfMalformedFrame(text: string): { readonly channel: string; readonly event: string } | null {
  try {
    const frame: unknown = JSON.parse(text)
    const payload: unknown = Array.isArray(frame) ? frame[1] : null
    if (typeof payload !== 'object' || payload === null) return null
    const { channel, event } = payload as { readonly channel?: unknown; readonly event?: unknown }
    return typeof channel === 'string' && typeof event === 'string' ? { channel, event } : null
  } catch {
    return null
  }
}

const outcome = z
  .object({ ok: z.boolean(), message: z.string().nullish(), id: idText.nullish() })
  .transform(({ ok, message, id }) => ({ ok, message: message?.slice(0, 200) ?? null, id: id ?? null }))

const version = z
  .object({ current: z.string().max(50), min: z.string().max(50) })
  .transform(({ current, min }) => ({ kind: 'version' as const, current, minimum: min }))

const logout = z.object({}).transform(() => ({ kind: 'logout' as const }))

/** What is read of the payload of each type that the server sends. */
const PAYLOADS: ReadonlyMap<number, z.ZodType<StreamMessage>> = new Map<number, z.ZodType<StreamMessage>>([
  [100, outcome.transform((fields) => ({ kind: 'result' as const, ...fields }))],
  [112, outcome.transform((fields) => ({ kind: 'loginResult' as const, ...fields }))],
  [113, logout],
  [114, outcome.transform((fields) => ({ kind: 'loginResult' as const, ...fields }))],
  [201, balanceChangedFrame],
  [401, tickersFrame],
  [402, tickerFrame],
  [421, tradesFrame],
  [422, tradeFrame],
  [423, userTradeFrame],
  [428, chartCandleFrame],
  [431, bookFrame],
  [432, bookChangeFrame],
  [441, orderMatchFrame],
  [451, order.transform((fields) => ({ kind: 'orderInsert' as const, ...fields }))],
  [452, order.transform((fields) => ({ kind: 'orderDelete' as const, ...fields }))],
  [453, order.transform((fields) => ({ kind: 'orderUpdate' as const, ...fields }))],
  [801, outcome.transform((fields) => ({ kind: 'system' as const, ...fields }))],
  [802, outcome.transform((fields) => ({ kind: 'purge' as const, ...fields }))],
  [991, version],
])

const envelope = z.tuple([
  z.int().nonnegative(),
  z
    .record(z.string(), z.unknown())
    .refine((payload) => payload['type'] === undefined || Number.isInteger(payload['type']), {
      error: 'expected the number of the frame',
      path: ['type'],
    }),
])

/**
 * Every frame that the server sends: `[type, payload]`, where `payload` repeats the type or leaves it out. Unknown types
 * pass as they are.
 */
export const frameSchema: z.ZodType<StreamMessage> = envelope.transform(([type, payload], context) => {
  if (payload['type'] !== undefined && payload['type'] !== type) {
    context.addIssue({ code: 'custom', message: `expected ${type}`, path: [1, 'type'] })
    return z.NEVER
  }
  const schema = PAYLOADS.get(type)
  if (schema === undefined) return { kind: 'unknown' as const, type, payload }
  const result = schema.safeParse(payload)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    context.addIssue({ code: 'custom', message: issue.message, path: [1, ...issue.path] })
  }
  return z.NEVER
})

/**
 * Reads a frame through the schema of its type.
 *
 * @throws BtcturkError `malformed`, with `field` naming the first fault
 */
export function readFrame(text: string): StreamMessage {
  const result = frameSchema.safeParse(json(text))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const field = issue.path.join('.')
  throw malformed(
    `frame ${field === '' ? '' : `${field} `}is malformed: ${issue.message}`,
    field === '' ? 'frame' : field,
  )
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
