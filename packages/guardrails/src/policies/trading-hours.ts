import { z } from 'zod'
import { localTime, utcOffset } from '../context/calendar.ts'
import { NONE, type OrderPolicyKind } from './policy.ts'

/** Hours of some weekdays; they end on the same day. */
export type HoursWindow = {
  /** 1 for Monday to 7 for Sunday. */
  readonly weekdays: readonly number[]
  /** `"00:00"` to `"23:59"`, included. */
  readonly from: string
  /** `"00:01"` to `"24:00"`, not included. */
  readonly to: string
}

export type TradingHoursLimits = {
  /** 180 for Istanbul. Default 0. */
  readonly utcOffsetMinutes?: number | undefined
  /** 1 to 50; the moment must lie in one of them. */
  readonly windows: readonly HoursWindow[]
}

const clockText = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'HH:MM')

const hoursWindow = z
  .strictObject({ weekdays: z.array(z.int().min(1).max(7)).min(1).max(7), from: clockText, to: clockText })
  .refine(({ from, to }) => from < to, { error: 'must be later than from; split what passes midnight', path: ['to'] })

/** Orders are sent only within the hours. */
export const tradingHours: OrderPolicyKind<TradingHoursLimits> = {
  subject: 'order',
  limits: { utcOffsetMinutes: utcOffset, windows: z.array(hoursWindow).min(1).max(50) },
  exemptReducing: true,
  description: ({ windows, utcOffsetMinutes }) =>
    `an order outside of ${windows.map(({ weekdays, from, to }) => `${from} to ${to} on weekdays ${weekdays.join(', ')}`).join(' and ')}, ${utcOffsetMinutes ?? 0} minutes ahead of UTC`,
  compile({ utcOffsetMinutes = 0, windows }) {
    const open = windows.map(({ weekdays, from, to }) => ({ weekdays, from: msOf(from), to: msOf(to) }))
    return ({ at }) => {
      const { weekday, ms } = localTime(at, utcOffsetMinutes)
      if (open.some(({ weekdays, from, to }) => weekdays.includes(weekday) && from <= ms && ms < to)) return NONE
      const observed = `weekday ${weekday}, minute ${Math.floor(ms / 60_000)}`
      return [{ code: 'OUTSIDE_TRADING_HOURS', observed, limit: `${windows.length} windows`, unit: 'local time' }]
    }
  },
}

function msOf(text: string): number {
  return Number.parseInt(text.slice(0, 2), 10) * 3_600_000 + Number.parseInt(text.slice(3), 10) * 60_000
}
