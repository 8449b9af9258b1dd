import { InvalidArgumentError } from 'commander'

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
