import { InvalidArgumentError } from 'commander'

/** Adds a text to those given before, for a flag that can be repeated. */
export function collect(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text]
}

/** Adds one `name=value` to those given before. A Map, since a name may be `__proto__`. */
export function collectParam(text: string, previous: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Give name=value, for example --param fast=10.')
  const name = text.slice(0, equals).trim()
  if (previous.has(name)) throw new InvalidArgumentError(`"${name}" is given twice.`)
  return new Map([...previous, [name, text.slice(equals + 1)]])
}

/** Reads a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
  }
}

const MAX_PORT = 65_535

/** Reads a TCP port; 0 stands for a free one. */
export const port: (text: string) => number = wholeNumber(0, MAX_PORT)

const PATTERN =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/

const ALLOWED =
  'Give an ISO date or time, for example 2015, 2015-06, 2015-06-30 or 2015-06-30T10:00Z (UTC unless it has an offset).'

/**
 * Epoch milliseconds of an ISO 8601 date or time.
 *
 * A missing part means its beginning, and a missing zone means UTC: the same command must select the same candles on
 * every machine, wherever it stands.
 *
 * @throws InvalidArgumentError if the text is anything else, or no date in the calendar
 */
export function parseTime(text: string): number {
  const match = PATTERN.exec(text)
  if (match === null) throw new InvalidArgumentError(ALLOWED)
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] =
    match
  const time = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, Number(`0.${fraction}`) * 1000)
  // Date.UTC carries 30 February over into March, and years below 100 into the twentieth century.
  const spelled = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  if (!new Date(time).toISOString().startsWith(spelled)) throw new InvalidArgumentError(`No such time. ${ALLOWED}`)
  return time - offsetMs(zone)
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))
  if (minutes > 14 * 60 || Number(zone.slice(4)) > 59) throw new InvalidArgumentError(`No such offset. ${ALLOWED}`)
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
