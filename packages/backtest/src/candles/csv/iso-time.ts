const NO_TIME = Number.NaN
const DAY_MS = 86_400_000
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/** How an ISO time names its zone; one file must not mix the two. */
export type ZoneStyle = 'zoned' | 'unzoned'

/**
 * Reads ISO 8601 times from bytes: `2000-01-03`, or date, `T` or a space, `10:00`, `10:00:30` or `10:00:30.123`, and then
 * nothing (UTC), `Z`, ` UTC`, `+03:00`, `+0300` or `+03`. Years 0001 to 9999; no leap seconds, no 24:00.
 */
export class IsoTimeReader {
  /** Of the time read last. */
  zone: ZoneStyle = 'unzoned'
  #day = -1
  #dayMs = 0

  /** Milliseconds since the epoch of the text at `[start, end)`; `NaN` when it is not such a time or finer than a millisecond. */
  read(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return NO_TIME
    const year = digits(bytes, start, 4)
    const month = digits(bytes, start + 5, 2)
    const day = digits(bytes, start + 8, 2)
    const date = year * 10_000 + month * 100 + day
    if (date !== this.#day) {
      if (!isCalendarDay(year, month, day)) return NO_TIME
      this.#day = date
      this.#dayMs = daysFromEpoch(year, month, day) * DAY_MS
    }
    this.zone = 'unzoned'
    if (end - start === 10) return this.#dayMs
    return this.#dayMs + this.#readClock(bytes, start + 10, end)
  }

  #readClock(bytes: Uint8Array, start: number, end: number): number {
    const separator = bytes[start]
    const isSeparator = separator === 84 || separator === 116 || separator === 32
    if (!isSeparator || end - start < 6 || bytes[start + 3] !== 58) return NO_TIME
    const hour = digits(bytes, start + 1, 2)
    const minute = digits(bytes, start + 4, 2)
    let at = start + 6
    let second = 0
    let millisecond = 0
    if (at < end && bytes[at] === 58) {
      if (end - at < 3) return NO_TIME
      second = digits(bytes, at + 1, 2)
      at += 3
      if (at < end && bytes[at] === 46) {
        const fractionEnd = endOfDigits(bytes, at + 1, end)
        millisecond = readFraction(bytes, at + 1, fractionEnd)
        at = fractionEnd
      }
    }
    if (!(hour < 24 && minute < 60 && second < 60)) return NO_TIME
    return hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecond - this.#readZone(bytes, at, end)
  }

  /** Offset from UTC in ms. */
  #readZone(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return 0
    this.zone = 'zoned'
    const length = end - start
    const first = bytes[start]
    if (length === 1 && (first === 90 || first === 122)) return 0
    if (length === 4 && first === 32 && bytes[start + 1] === 85 && bytes[start + 2] === 84 && bytes[start + 3] === 67)
      return 0
    if (first !== 43 && first !== 45) return NO_TIME
    const colon = length === 6 && bytes[start + 3] === 58 ? 1 : 0
    if (length !== 3 && length !== 5 && colon === 0) return NO_TIME
    const hours = digits(bytes, start + 1, 2)
    const minutes = length === 3 ? 0 : digits(bytes, start + 3 + colon, 2)
    if (!(hours < 24 && minutes < 60)) return NO_TIME
    const offset = hours * 3_600_000 + minutes * 60_000
    return first === 45 ? -offset : offset
  }
}

/** `NaN` unless all `count` bytes are digits. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let at = start; at < start + count; at++) {
    const digit = bytes[at]! - 48
    if (!(digit >= 0 && digit <= 9)) return NO_TIME
    value = value * 10 + digit
  }
  return value
}

function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at]! >= 48 && bytes[at]! <= 57) at++
  return at
}

function readFraction(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return NO_TIME
  let milliseconds = 0
  for (let place = 0; place < 3; place++) {
    milliseconds = milliseconds * 10 + (start + place < end ? bytes[start + place]! - 48 : 0)
  }
  for (let at = start + 3; at < end; at++) if (bytes[at] !== 48) return NO_TIME
  return milliseconds
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false
  if (month === 2) return day <= (isLeapYear(year) ? 29 : 28)
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31)
}

/** Proleptic Gregorian calendar. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const past = year - 1
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
  const thisYear = DAYS_BEFORE_MONTH[month - 1]! + (month > 2 && isLeapYear(year) ? 1 : 0) + day - 1
  return past * 365 + leapDays + thisYear - 719_162
}
