import type { Language } from '../state/language.ts'

/** Numbers and times as a language writes them. Every method takes finite numbers; times are epoch ms. */
export type Format = {
  /** 12345.6 → "12,346". */
  readonly count: (value: number) => string
  /** With exactly so many places behind the point. */
  readonly decimal: (value: number, places: number) => string
  /** A decimal string of the exchange, as many places as it came with, at most eight. */
  readonly price: (value: string) => string
  /** A fraction: 0.123 → "12.3%", at most one place. */
  readonly percent: (fraction: number) => string
  /** A fraction with its sign written out. */
  readonly signedPercent: (fraction: number) => string
  /** A length of time in its largest unit: "85 ms", "1.2 s", "3 min". */
  readonly duration: (durationMs: number) => string
  /** What is left, to the second: "04:05", "1:04:05", "2 days 1:04:05". */
  readonly remaining: (leftMs: number) => string
  /** How long ago: "12 sec. ago"; below one second "now". */
  readonly ago: (ageMs: number) => string
  /** "14:03:11". */
  readonly clock: (time: number) => string
  /** "24 Nov 2026, 14:03". */
  readonly dateTime: (time: number) => string
}

const TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', tr: 'tr-TR' }
const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

const UNITS = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
  [1, 'millisecond'],
] as const

/** A true minus sign has the width of a plus, so columns stay in line. */
const withMinus = (text: string): string => text.replace('-', '−')

function createFormat(language: Language): Format {
  const tag = TAGS[language]
  const numbers = new Map<string, Intl.NumberFormat>()
  const number = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options)
    const format = numbers.get(key) ?? new Intl.NumberFormat(tag, options)
    numbers.set(key, format)
    return format
  }
  const places = (count: number): Intl.NumberFormat =>
    number({ minimumFractionDigits: count, maximumFractionDigits: count })
  const percent = { style: 'percent', maximumFractionDigits: 1 } as const
  const relative = new Intl.RelativeTimeFormat(tag, { style: 'short', numeric: 'auto' })
  const clock = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })
  return {
    count: (value) => withMinus(number({ maximumFractionDigits: 0 }).format(value)),
    decimal: (value, count) => withMinus(places(count).format(value)),
    price: (value) => withMinus(places(Math.min(value.split('.')[1]?.length ?? 0, 8)).format(Number(value))),
    percent: (fraction) => withMinus(number(percent).format(fraction)),
    signedPercent: (fraction) => withMinus(number({ ...percent, signDisplay: 'exceptZero' }).format(fraction)),
    duration: (durationMs) => {
      const [size, unit] = UNITS.find(([least]) => Math.abs(durationMs) >= least) ?? UNITS[4]
      const value = durationMs / size
      const digits = value < 10 && durationMs !== Math.trunc(value) * size ? 1 : 0
      return number({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value)
    },
    remaining: (leftMs) => {
      const seconds = Math.max(0, Math.floor(leftMs / SECOND))
      const two = (value: number): string => String(value).padStart(2, '0')
      const [days, hours, minutes] = [
        Math.floor(seconds / 86_400),
        Math.floor(seconds / 3_600) % 24,
        Math.floor(seconds / 60) % 60,
      ]
      const clock = `${two(minutes)}:${two(seconds % 60)}`
      if (days === 0) return hours === 0 ? clock : `${hours}:${clock}`
      const inDays = number({ style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
      return `${inDays} ${hours}:${clock}`
    },
    ago: (ageMs) => {
      const [size, unit] = UNITS.find(([least]) => ageMs >= least && least >= SECOND) ?? [SECOND, 'second' as const]
      return relative.format(-Math.max(0, Math.floor(ageMs / size)), unit as Intl.RelativeTimeFormatUnit)
    },
    clock: (time) => clock.format(time),
    dateTime: (time) => dateTime.format(time),
  }
}

const formats = new Map<Language, Format>()

/** Made once for each language: an Intl formatter costs more to make than to use a thousand times. */
export function formatOf(language: Language): Format {
  const format = formats.get(language) ?? createFormat(language)
  formats.set(language, format)
  return format
}

/** Epoch ms as a UTC date, with the time of day when `withTime`. The same in every language: it can be sorted and pasted. */
export function formatTime(time: number, withTime: boolean): string {
  const iso = new Date(time).toISOString()
  return withTime ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso.slice(0, 10)
}

/** Whether candles of this interval ("1m", "4h", "1d") need a time of day in their labels. */
export const hasTimeOfDay = (interval: string): boolean => /^\d+(s|m|h)$/.test(interval)
